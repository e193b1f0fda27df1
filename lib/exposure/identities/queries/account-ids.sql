-- Whose are these pseudonyms?
SELECT pseudonym, account_id FROM {{identities}} WHERE pseudonym IN ({{pseudonyms}})
