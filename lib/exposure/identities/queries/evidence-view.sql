-- Which events were misbound, by pseudonym? evidence.parquet without the lines of the log and what they say of people:
-- the file's order, in which the rows of a stretch of time lie together.
SELECT event_id, "at", pseudonym_of(account_id) AS account, device_id, media_id, action, outcome,
  pseudonym_of(viewer_id) AS viewer, true_device_id, relation, source, path, line, raw_sha256
FROM {{evidence}}
