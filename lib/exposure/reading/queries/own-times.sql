-- When did exposures of one account's side begin, to the minute, and how bad were they? Nothing of the other side is read.
SELECT *, (sum(exposures) OVER ())::DOUBLE AS total
FROM (
  SELECT grade, in_scope, date_trunc('minute', first_at) AS minute, count(*)::DOUBLE AS exposures
  FROM {{exposures}}
  WHERE {{side}} = $pseudonym
  GROUP BY ALL
)
ORDER BY {{rank}} DESC, minute, in_scope DESC
LIMIT $rows_max
