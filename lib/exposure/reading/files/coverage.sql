-- When was each source writing? The rows of each stretch of 2^26 microseconds, and how many of them could not be read;
-- rows without a readable time, or with one beyond all calendars, stand under none.
SELECT source,
  CASE WHEN bucket BETWEEN -130000000000 AND 130000000000 THEN make_timestamp(bucket * 67108864) END AS from_at,
  sum(rows)::BIGINT AS rows,
  coalesce(sum(rows) FILTER (class = 2), 0)::BIGINT AS malformed
FROM coverage
GROUP BY source, from_at
ORDER BY source, from_at
