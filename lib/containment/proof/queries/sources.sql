-- Which rows of the window has each source, from when until when, and which are dated after it?
SELECT source,
  coalesce(sum(rows) FILTER (class IN (1, 4, 5, 6)), 0)::DOUBLE AS rows,
  epoch_us(min(first_at) FILTER (class IN (1, 4, 5, 6)))::VARCHAR AS first_us,
  epoch_us(max(last_at) FILTER (class IN (1, 4, 5, 6)))::VARCHAR AS last_us,
  coalesce(sum(rows) FILTER (class = 3 AND last_at >= getvariable('window_to')), 0)::DOUBLE AS future,
  epoch_us(max(last_at) FILTER (class = 3 AND last_at >= getvariable('window_to')))::VARCHAR AS future_us
FROM coverage GROUP BY source
