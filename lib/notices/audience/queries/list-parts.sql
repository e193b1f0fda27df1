-- What does each part of the list hold: its stretch of rows, and who is left out for which reason?
SELECT part, min("row") AS from_row, max("row") + 1 AS to_row, count(*)::DOUBLE AS people,
  count(*) FILTER (skip IS NULL)::DOUBLE AS letters,
  count(*) FILTER (skip = 'no_address')::DOUBLE AS no_address,
  count(*) FILTER (skip = 'bad_address')::DOUBLE AS bad_address,
  count(*) FILTER (skip = 'hard_bounced')::DOUBLE AS hard_bounced,
  count(*) FILTER (skip = 'law_hold')::DOUBLE AS law_hold,
  count(*) FILTER (skip = 'place_unknown')::DOUBLE AS place_unknown,
  count(*) FILTER (skip = 'not_told')::DOUBLE AS not_told,
  count(*) FILTER (is_closed)::DOUBLE AS closed,
  count(*) FILTER (is_closed AND skip IS NULL)::DOUBLE AS closed_letters
FROM {{list}}
GROUP BY part
ORDER BY from_row
