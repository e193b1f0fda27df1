-- Which accounts are services, tests or staff, by pseudonym?
SELECT pseudonym_of(account_id) AS pseudonym, kind
FROM {{actors}}
ORDER BY pseudonym
