-- Whom do the accounts of a revision know?
SELECT account_id, nullif(trim(email, chr(9) || ' '), '') AS email, true AS is_account, name, locale AS language, country, region, time_zone, status,
  last_active_at
FROM {{accounts}}
