-- Who looked at what, of the suspect rows that reach step 4 of the rules?
-- Viewer: the account that the session names, else the row's own. True device: the catalogue's, else the row's own.
CREATE TABLE candidates AS
WITH catalogue AS (
  SELECT media_id, device_id, recorded_at FROM media
  WHERE media_id IN (SELECT media_id FROM suspects)
)
SELECT suspect.rowid AS n, part, "at", suspect.account_id, viewer_id, is_conflict, suspect.device_id, suspect.media_id,
  CASE action WHEN 'viewed' THEN 3 WHEN 'tapped' THEN 2 ELSE 1 END AS severity,
  catalogue.media_id IS NOT NULL AS is_catalogued,
  catalogue.device_id AS catalogue_device,
  catalogue.recorded_at,
  coalesce(catalogue.device_id, suspect.device_id) AS true_device,
  coalesce(catalogue.recorded_at, "at") AS footage_at,
  ("at" >= getvariable('window_from') AND "at" < getvariable('window_to')) AS in_window,
  actor.kind AS actor_kind,
  source.viewerless = 'unattributed' AS needs_viewer
FROM suspects AS suspect
JOIN log_parts AS source USING (part)
LEFT JOIN catalogue ON catalogue.media_id = suspect.media_id
LEFT JOIN actor_kinds AS actor ON actor.account_id = suspect.viewer_id
WHERE NOT is_malformed AND NOT is_ignored AND coalesce(outcome, 'allowed') = 'allowed'
  AND NOT (viewer_id IS NULL AND session_id IS NULL AND source.viewerless = 'unattributed');
