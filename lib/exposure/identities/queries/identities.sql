-- Whose is each pseudonym of the result? Everybody whom people, exposures or misbound events name.
SELECT pseudonym_of(account_id) AS pseudonym, account_id
FROM (
  SELECT account_id FROM {{people}}
  UNION SELECT owner_id FROM {{exposures}}
  UNION SELECT viewer_id FROM {{exposures}}
  UNION SELECT account_id FROM {{evidence}}
  UNION SELECT viewer_id FROM {{evidence}}
)
WHERE account_id IS NOT NULL
ORDER BY pseudonym
