-- What does the result say of this account? No row: it is not shown as affected.
SELECT * FROM {{people}} WHERE account_id = $account_id
