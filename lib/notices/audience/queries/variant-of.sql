-- Which form of a letter does somebody get? As lib/notices/letters/variant-of.ts decides it: a test holds them together.
CREATE OR REPLACE TEMP MACRO is_notice(part) AS part LIKE 'owner\_%' ESCAPE '\' OR part LIKE 'undetermined%';
CREATE OR REPLACE TEMP MACRO is_us(country, region) AS
  coalesce(CASE WHEN country IS NULL THEN upper(region) LIKE 'US-%' ELSE upper(country) = 'US' END, false);
CREATE OR REPLACE TEMP MACRO state_of(region) AS regexp_replace(upper(region), '^US-', '');
CREATE OR REPLACE TEMP MACRO jurisdiction_of(part, country, region) AS
  CASE
    WHEN NOT is_us(country, region) THEN 'general'
    WHEN state_of(region) = 'CA' AND is_notice(part) THEN 'us-ca'
    WHEN state_of(region) = 'MA' AND (is_notice(part) OR part LIKE '%.%') THEN 'us-ma'
    ELSE 'general'
  END;
CREATE OR REPLACE TEMP MACRO variant_of(part, language, country, region, also_viewer, household) AS
  part || '/' || CASE WHEN lower(left(language, 2)) IN ({{locales}}) THEN lower(left(language, 2)) ELSE {{locale}} END
    || '/' || jurisdiction_of(part, country, region)
    || CASE WHEN part LIKE 'owner\_%' ESCAPE '\' AND also_viewer THEN '+viewer' ELSE '' END
    || CASE WHEN part LIKE 'owner\_%' ESCAPE '\' AND household THEN '+household' ELSE '' END;
