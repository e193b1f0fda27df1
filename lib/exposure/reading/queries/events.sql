-- Which rows of the log are these events? The rows lie in order of time, so that few of them are read.
SELECT event_id, "at", account_id, device_id, media_id, action, outcome, session_id, ip, user_agent, request_id,
  viewer_id, true_device_id, source, path, line, raw_sha256, raw
FROM {{evidence}}
WHERE "at" BETWEEN $first_at::TIMESTAMP AND $last_at::TIMESTAMP
  AND event_id IN (SELECT unnest(from_json($event_ids, '["VARCHAR"]')))
