-- Which addresses are not of the plain kind, so that they have to be looked at one by one?
INSERT INTO odd
SELECT DISTINCT source.email
FROM ({{source}}) AS source
WHERE source.email IS NOT NULL AND NOT ({{is_plain}})
  AND EXISTS (SELECT 1 FROM book WHERE book.account_id = source.account_id)
  AND NOT EXISTS (SELECT 1 FROM odd WHERE odd.email = source.email)
