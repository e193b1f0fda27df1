-- Which rows of this part are not plainly legitimate?
-- A row is plain when its viewer owns the footage by the catalogue, or stands on the footage's device beside its
-- owner, and nothing about it is odd (session and catalogue agree with it). Everything else meets the full rules.
-- Rows that cannot be read come along, so that one scan finds them too.
INSERT INTO suspects
SELECT {{part}}, file, row, line, "at", action, outcome, event.account_id, event.device_id,
  media_id, session_id, event_id, ip,
  user_agent, request_id, viewer_id, is_conflict, is_malformed, is_ignored, reason, {{raw}}
FROM (
  SELECT event.*, item.catalogue_device, item.owner_id, item.is_standing
  FROM {{relation}} AS event LEFT JOIN owned_media AS item ON item.media_id = event.media_id
  WHERE ({{is_looked_at}}) OR {{is_malformed}}
) AS event
LEFT JOIN {{standing}} AS holder
  ON holder.device_id = CASE
      WHEN owner_id = viewer_id THEN NULL
      WHEN is_standing THEN catalogue_device
      WHEN {{is_settled_by_own_device}} THEN event.device_id
    END
  AND holder.account_id = viewer_id
WHERE NOT coalesce(
  (owner_id = viewer_id OR holder.account_id IS NOT NULL)
  AND (event.device_id IS NULL OR catalogue_device IS NULL OR event.device_id = catalogue_device)
  AND NOT is_conflict
  AND NOT {{is_malformed}}, false);
