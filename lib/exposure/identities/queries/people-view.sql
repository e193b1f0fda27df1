-- Who is not unaffected, by pseudonym? people.parquet with a pseudonym in place of each account's id.
SELECT pseudonym_of(account_id) AS pseudonym, * EXCLUDE (account_id)
FROM {{people}}
ORDER BY pseudonym
