-- How many people stand in another group than before?
SELECT count(*)::DOUBLE AS people
FROM {{before}} AS was FULL JOIN {{after}} AS become ON become.pseudonym = was.pseudonym
WHERE was."group" IS DISTINCT FROM become."group"
