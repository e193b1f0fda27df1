-- Which accounts stand on this page of the list of people?
SELECT {{columns}}
FROM {{people}}
WHERE {{matches}} AND {{after}}
ORDER BY {{order}}
LIMIT $rows_max
