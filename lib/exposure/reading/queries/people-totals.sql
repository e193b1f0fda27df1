-- How many accounts of each group do the filters ask for, that of groups left aside?
SELECT "group", count(*)::DOUBLE AS accounts
FROM {{people}}
WHERE {{matches}}
GROUP BY "group"
