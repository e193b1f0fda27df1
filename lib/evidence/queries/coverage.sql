-- When was each source writing, and how many of its rows are decided by the row alone?
-- One cheap scan of one part. Rows are gathered by stretch of 2^26 microseconds (about 67 seconds) or of a minute, so that
-- a gap of five minutes always parts two stretches, by action and by outcome, and judged once for each of these; with the
-- first and last instant of each. Classes:
--   0 ignored outside the window or without a time · 1 ignored inside it · 2 malformed · 3 out_of_window
--   4 denied · 5 nameless (no account and no session to name one) · 6 admitted to the rules
INSERT INTO coverage
SELECT {{source}}, {{part}}, bucket,
  CASE
    WHEN is_ignored THEN coalesce(in_window, false)::INTEGER
    WHEN is_unreadable OR bucket IS NULL OR action IS NULL OR action NOT IN ('shown', 'tapped', 'viewed')
      OR coalesce(outcome NOT IN ('allowed', 'denied'), false) THEN 2
    WHEN NOT in_window THEN 3
    WHEN outcome = 'denied' THEN 4
    WHEN is_nameless THEN 5
    ELSE 6
  END AS class,
  sum(rows), min(first_at), max(last_at)
FROM (
  SELECT bucket, action, outcome, in_window, is_unreadable, is_ignored, is_nameless,
    count(*) AS rows, min("at") AS first_at, max("at") AS last_at
  FROM (
    SELECT "at", action, outcome, is_unreadable, is_ignored, {{is_nameless}} AS is_nameless,
      {{bucket}} AS bucket,
      "at" >= getvariable('window_from') AND "at" < getvariable('window_to') AS in_window
    FROM {{relation}}
  )
  GROUP BY bucket, action, outcome, in_window, is_unreadable, is_ignored, is_nameless
)
GROUP BY bucket, class;
