-- Who is on the list, of which nothing else is known yet?
CREATE TABLE book AS
SELECT account_id, part, told_group, told_at, now_group, is_gone, NULL::VARCHAR AS email, false AS is_usable,
  NULL::VARCHAR AS name, NULL::VARCHAR AS language, NULL::VARCHAR AS country, NULL::VARCHAR AS region,
  NULL::VARCHAR AS time_zone, NULL::VARCHAR AS status, NULL::TIMESTAMP AS last_active_at, false AS is_listed,
  false AS was_listed
FROM (
  SELECT account_id, part, told_group, told_at, now_group, is_gone FROM standing WHERE part IS NOT NULL
  UNION ALL
  SELECT account_id, 'unaffected', NULL, NULL, 'unaffected', false
  FROM {{accounts}} AS account
  WHERE {{has_unaffected}} AND NOT EXISTS (SELECT 1 FROM standing WHERE standing.account_id = account.account_id)
)
