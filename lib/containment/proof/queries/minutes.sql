-- How many rows did each source write in each minute of the window, and how many of them were admitted to the rules?
-- Rows of any disposition but malformed; minutes are counted since 1970 UTC.
SELECT source, bucket::DOUBLE AS minute, sum(rows)::DOUBLE AS rows,
  coalesce(sum(rows) FILTER (class = 6), 0)::DOUBLE AS admitted
FROM coverage WHERE class IN (1, 4, 5, 6) AND bucket IS NOT NULL
GROUP BY source, bucket ORDER BY bucket, source
