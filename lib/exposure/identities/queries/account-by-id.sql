-- What does the accounts table say of this account?
SELECT * FROM {{accounts}} WHERE account_id = $account_id
