-- The frozen list of a logout: who is logged out in which wave, who of these is left out and why, in the order in which
-- sessions are ended. Within a wave the order is that of pseudonyms, a keyed hash: nobody's neighbours go with them.
SELECT (row_number() OVER (ORDER BY nth, pseudonym) - 1)::INTEGER AS "row", part, pseudonym, sub, sessions, skip
FROM (
  SELECT pseudonym, sub, sessions, skip,
    CASE WHEN is_operator THEN {{waves}} + 1 WHEN canary_nth <= {{canaries}} THEN 0 ELSE wave END AS nth,
    CASE WHEN is_operator THEN {{operators_part}} WHEN canary_nth <= {{canaries}} THEN {{canary_part}}
      ELSE 'wave-' || lpad(wave::VARCHAR, 3, '0') END AS part
  FROM (
    SELECT *,
      CASE WHEN skip IS NULL AND NOT is_operator
        THEN row_number() OVER (PARTITION BY skip IS NULL AND NOT is_operator ORDER BY pseudonym) END AS canary_nth,
      {{wave}} AS wave
    FROM (
      SELECT sub, sessions, pseudonym_of(sub) AS pseudonym,
        sub IN (SELECT unnest({{operators}})) AS is_operator,
        CASE WHEN sub IN (SELECT unnest({{exempt}})) THEN 'exempt' WHEN sub IN (SELECT sub FROM services) THEN 'service' END
          AS skip
      FROM scope
    )
  )
)
ORDER BY "row"
