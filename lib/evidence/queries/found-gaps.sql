-- In which stretches of the window is a source silent although its rate would make 50 events or more expected?
-- Neighbouring events (or the window's ends) at least five minutes apart; malformed rows are no events.
WITH events AS (
  SELECT source, bucket, min(first_at) AS first_at, max(last_at) AS last_at, sum(rows) AS rows
  FROM coverage WHERE class IN (1, 4, 5, 6) GROUP BY source, bucket
), ends AS (
  SELECT source, last_at AS "from", lead(first_at, 1, getvariable('window_to')) OVER (PARTITION BY source ORDER BY bucket) AS "to"
  FROM events
  UNION ALL
  SELECT source, getvariable('window_from'), min(first_at) FROM events GROUP BY source
), rates AS (SELECT source, sum(rows) AS rows FROM events GROUP BY source)
SELECT source, epoch_us("from")::VARCHAR AS from_us, epoch_us("to")::VARCHAR AS to_us
FROM ends JOIN rates USING (source)
WHERE "to" - "from" >= INTERVAL 5 MINUTE
  AND rows::HUGEINT * (epoch_us("to") - epoch_us("from"))
      >= 50::HUGEINT * (epoch_us(getvariable('window_to')) - epoch_us(getvariable('window_from')))
ORDER BY "from", source;
