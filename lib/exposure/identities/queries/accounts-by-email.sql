-- Which accounts have this address, whatever its case, or this very id, and what does the result say of each?
WITH shared AS (
  SELECT DISTINCT account_id FROM {{addresses}}
  WHERE email_key = lower($email)
  ORDER BY account_id
  LIMIT $rows_max
)
SELECT account.*, person.* EXCLUDE (account_id)
FROM {{accounts}} AS account
LEFT JOIN {{people}} AS person ON person.account_id = account.account_id
WHERE account.account_id IN (SELECT account_id FROM shared UNION ALL SELECT $email)
ORDER BY account.account_id
LIMIT $rows_max
