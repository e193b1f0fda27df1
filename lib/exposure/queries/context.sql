-- How many events by relation would be misbound in the hour before the window, the hour after it, and the baseline?
SELECT stretch.name, decided.relation, count(*)::DOUBLE AS events
FROM (VALUES
  ('before', getvariable('before_from'), getvariable('window_from')),
  ('after', getvariable('window_to'), getvariable('after_to')),
  ('baseline', getvariable('baseline_from'), getvariable('baseline_to'))
) AS stretch (name, since, until)
JOIN decided ON decided."at" >= stretch.since AND decided."at" < stretch.until
WHERE decided.disposition = 'misbound'
GROUP BY stretch.name, decided.relation;
