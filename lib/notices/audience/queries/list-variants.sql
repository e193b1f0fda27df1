-- How many letters of each form are there?
SELECT variant, part, count(*)::DOUBLE AS letters
FROM {{list}}
WHERE skip IS NULL
GROUP BY variant, part
ORDER BY min("row")
