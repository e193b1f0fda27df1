-- How many exposures of each relation do the filters ask for, that of relations left aside?
SELECT relation, count(*)::DOUBLE AS exposures
FROM {{exposures}}
WHERE {{matches}}
GROUP BY relation
