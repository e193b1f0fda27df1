-- What does the accounts table say of these accounts?
SELECT * FROM {{accounts}} WHERE account_id IN ({{ids}})
