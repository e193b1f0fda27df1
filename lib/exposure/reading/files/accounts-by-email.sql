-- Whose address is it? Every address of every account, in lower case, so that one is found in a few small pages.
SELECT lower(email) AS email_key, account_id
FROM accounts_rows
WHERE email IS NOT NULL
ORDER BY email_key, account_id
