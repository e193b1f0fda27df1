-- Which rows of a file come next in its order?
SELECT *, {{keys}}
FROM {{rows}}
WHERE {{after}}
ORDER BY {{order}}
LIMIT $rows_max
