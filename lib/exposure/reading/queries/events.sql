-- Which misbound events are these? The rows lie in order of time, so that few of them are read.
SELECT event_id, "at", account, device_id, media_id, action, outcome, viewer, true_device_id, source, path, line, raw_sha256
FROM {{evidence}}
WHERE "at" BETWEEN $first_at::TIMESTAMP AND $last_at::TIMESTAMP
  AND event_id IN (SELECT unnest(from_json($event_ids, '["VARCHAR"]')))
