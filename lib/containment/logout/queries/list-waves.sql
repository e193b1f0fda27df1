-- What does each wave of a logout's list hold: its stretch of rows, whom it logs out with how many sessions, who is left out?
SELECT part, min("row") AS from_row, max("row") + 1 AS to_row,
  count(*) FILTER (skip IS NULL)::DOUBLE AS subjects,
  (sum(sessions) FILTER (skip IS NULL))::DOUBLE AS sessions,
  count(*) FILTER (skip IS NULL AND sessions IS NULL)::DOUBLE AS uncounted,
  count(*) FILTER (skip = 'exempt')::DOUBLE AS exempt,
  count(*) FILTER (skip = 'service')::DOUBLE AS service
FROM {{list}}
GROUP BY part
ORDER BY from_row
