-- Who stands in for the readers of each form of a letter? Those of whom the letter has least and most to tell, and one in
-- the middle.
WITH told AS (
  SELECT "row", variant, length(fields) AS length FROM {{list}} WHERE skip IS NULL
), spread AS (
  SELECT variant, arg_min("row", length) AS least, arg_max("row", length) AS most, quantile_disc(length, 0.5) AS middle
  FROM told GROUP BY variant
), middles AS (
  SELECT told.variant, min("row") AS middle
  FROM told JOIN spread ON spread.variant = told.variant AND spread.middle = told.length
  GROUP BY told.variant
)
SELECT variant, pseudonym, fields
FROM {{list}}
WHERE "row" IN (SELECT least FROM spread UNION SELECT most FROM spread UNION SELECT middle FROM middles)
ORDER BY "row"
