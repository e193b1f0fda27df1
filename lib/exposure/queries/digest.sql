-- What are people and exposures, as one number? The SHA-256 of each row as a JSON list of text (instants in
-- microseconds since 1970), gathered by the first three digits in byte order, so that neither the order of rows nor
-- the memory of the machine matters.
WITH lines AS (
  SELECT 'people' AS part, to_json([account_id, owner_grade, viewer_grade, owner_grade_upper, viewer_grade_upper, "group",
    owner_exposures::VARCHAR, viewer_exposures::VARCHAR, viewers::VARCHAR, owners::VARCHAR, devices::VARCHAR,
    epoch_us(first_at)::VARCHAR, epoch_us(last_at)::VARCHAR, reachable::VARCHAR]) AS line
  FROM people
  UNION ALL
  SELECT 'exposures', to_json([owner_id, viewer_id, device_id, media_id, epoch_us(recorded_at)::VARCHAR, grade_of(severity),
    relation, in_scope::VARCHAR, events::VARCHAR, epoch_us(first_at)::VARCHAR, epoch_us(last_at)::VARCHAR,
    to_json(event_ids)::VARCHAR])
  FROM exposures
), hashed AS (SELECT part, sha256(line::VARCHAR) AS hash FROM lines
), gathered AS (
  SELECT part, left(hash, 3) AS prefix, sha256(string_agg(hash, '' ORDER BY hash)) AS hash FROM hashed GROUP BY ALL
)
SELECT coalesce(sha256(string_agg(hash, '' ORDER BY part, prefix)), sha256('')) AS digest FROM gathered;
