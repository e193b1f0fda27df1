-- What is known of each account, where some stand in several rows? Of these the one with the smallest address, as the
-- rules take it; of equal ones the smallest in its other cells.
SELECT {{columns}} FROM accounts_rows
WHERE account_id NOT IN (SELECT account_id FROM repeated_accounts)
UNION ALL
SELECT {{columns}} FROM (
  SELECT {{columns}}, row_number() OVER (PARTITION BY account_id ORDER BY email NULLS LAST, {{columns}}) AS nth
  FROM accounts_rows
  WHERE account_id IN (SELECT account_id FROM repeated_accounts)
)
WHERE nth = 1
