-- What do the log lines of these events say, of whom it is revealed; and are all of them what was read?
WITH asked AS (
  SELECT unnest(from_json($events, '[{"event_id": "VARCHAR", "is_revealed": "BOOLEAN"}]'), recursive := true)
)
SELECT event_id, sha256(raw) = raw_sha256 AS is_intact,
  CASE WHEN is_revealed THEN raw END AS raw,
  CASE WHEN is_revealed THEN session_id END AS session_id,
  CASE WHEN is_revealed THEN ip END AS ip,
  CASE WHEN is_revealed THEN user_agent END AS user_agent,
  CASE WHEN is_revealed THEN request_id END AS request_id
FROM {{evidence}} JOIN asked USING (event_id)
WHERE "at" BETWEEN $first_at::TIMESTAMP AND $last_at::TIMESTAMP
