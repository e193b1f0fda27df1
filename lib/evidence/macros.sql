-- How is one cell of a record read? The values of the evidence contract (section 1) as macros.

-- The beginning of a text, cut at so many bytes of UTF-8 or a few less, so that no character is cut in two.
CREATE MACRO bytes_of(t, first) AS try(decode(array_slice(encode(t), 1, first)));
CREATE MACRO first_bytes(t, first) AS CASE WHEN strlen(t) <= first THEN t
  ELSE coalesce(bytes_of(t, first), bytes_of(t, first - 1), bytes_of(t, first - 2), bytes_of(t, first - 3)) END;

-- Empty text is absent.
CREATE MACRO present(t) AS nullif(t, '');

-- DuckDB's reader takes a comma before a closing bracket, and NaN and Infinity, for JSON; JSON does not.
CREATE MACRO lax_json(t) AS regexp_matches(t, ',\s*[}\]]')
  OR contains(lower(t), 'nan') OR contains(lower(t), 'inf');
CREATE MACRO is_json(t) AS
  CASE WHEN NOT json_valid(t) THEN false WHEN NOT lax_json(t) THEN true
    ELSE NOT lax_json(regexp_replace(t, '"(?:\\.|[^"\\])*"', '""', 'g')) END;

-- A JSON integer becomes its digits; any other thing that is not text cannot be read.
CREATE MACRO is_text_kind(kind, t) AS
  kind IS NULL OR kind IN ('NULL', 'VARCHAR', 'BIGINT', 'UBIGINT') OR (kind = 'DOUBLE' AND regexp_full_match(t, '-?[0-9]+'));

-- A timestamp that is a real instant, as UTC; digits beyond microseconds are cut; null for anything else.
CREATE MACRO is_zoned(t) AS
  regexp_full_match(t, '\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)');
CREATE MACRO is_bare(t) AS
  regexp_full_match(t, '\d{4}-\d\d-\d\d (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?');
CREATE MACRO micros(t) AS regexp_replace(upper(t), '(\.\d{6})\d+', '\1');
CREATE MACRO instant(t, zone) AS CASE
  WHEN t IS NULL THEN NULL
  WHEN is_zoned(t) THEN timezone('UTC', try_cast(micros(t) AS TIMESTAMPTZ))
  WHEN is_bare(t) AND zone = 'UTC' THEN try_cast(t AS TIMESTAMP)
  WHEN is_bare(t) THEN timezone('UTC', timezone(zone, try_cast(t AS TIMESTAMP)))
END;

-- An epoch number in units of which `per_second` make a second; digits beyond microseconds are cut.
CREATE MACRO epoch_instant(t, per_second) AS CASE
  WHEN regexp_full_match(t, '-?\d{1,18}(?:\.\d+)?')
  THEN try(make_timestamp(floor(try_cast(t AS DECIMAL(38, 12)) * (1000000 // per_second))::BIGINT))
END;
