-- Whom did an earlier list know, and in which language and under which law did it write to them?
SELECT list.account_id, nullif(trim(list.email, chr(9) || ' '), '') AS email, false AS is_account, list.name,
  split_part(list.variant, '/', 2) AS language, NULL::VARCHAR AS country,
  CASE split_part(split_part(list.variant, '/', 3), '+', 1) WHEN 'us-ca' THEN 'US-CA' WHEN 'us-ma' THEN 'US-MA' END
    AS region,
  NULL::VARCHAR AS time_zone, NULL::VARCHAR AS status, NULL::TIMESTAMP AS last_active_at
FROM {{list}} AS list
