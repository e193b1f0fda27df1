-- Which row of the log does each misbound event come from? Down to its raw line and that line's SHA-256.
SELECT misbound.identity AS event_id, misbound."at", misbound.account_id, misbound.device_id, misbound.media_id,
  suspect.action, coalesce(suspect.outcome, 'allowed') AS outcome, suspect.session_id, suspect.ip, suspect.user_agent,
  suspect.request_id, misbound.viewer_id, misbound.true_device AS true_device_id, misbound.relation,
  log_parts.source, log_parts.paths[suspect.file + 1] AS path, suspect.line, sha256(suspect.raw) AS raw_sha256, suspect.raw
FROM misbound
JOIN suspects AS suspect ON suspect.rowid = misbound.n
JOIN log_parts ON log_parts.part = misbound.part
WHERE misbound.is_counted
ORDER BY misbound."at", misbound.identity
