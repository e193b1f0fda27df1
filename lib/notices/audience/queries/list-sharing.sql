-- How many get a letter at an address that others on the list have too?
SELECT coalesce(sum(people), 0)::DOUBLE AS people
FROM (SELECT count(*) AS people FROM {{list}} WHERE skip IS NULL GROUP BY hash(lower(email)))
WHERE people > 1
