-- How many rows of each source lie in each stretch of the curve, how many of them could not be read, and how many lie
-- elsewhere or nowhere in time (point is null)? Times are those of the stretches in which rows were counted.
SELECT source,
  CASE WHEN nth BETWEEN 0 AND $points - 1 THEN nth::INTEGER END AS point,
  sum(rows)::DOUBLE AS rows, sum(malformed)::DOUBLE AS malformed,
  min(from_at) AS first_at, max(from_at) AS last_at
FROM (
  SELECT *, floor((epoch_us(from_at) - $from_us::BIGINT) / $step_us::BIGINT) AS nth FROM {{coverage}}
)
GROUP BY source, point
