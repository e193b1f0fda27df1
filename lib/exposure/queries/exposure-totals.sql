-- How many exposures are there, in scope and by relation?
SELECT relation, count(*)::DOUBLE AS exposures, count(*) FILTER (in_scope)::DOUBLE AS "inScope"
FROM exposures GROUP BY relation;
