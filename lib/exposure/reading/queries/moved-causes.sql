(
-- What explains that the log shows more of an account in the one result ({{worse}}) than in the other ({{other}})?
-- The exposures that make its group there are looked up in the other result; of what is missing there, the earliest
-- event decides, by the first of these causes that applies to it.
WITH deciding AS (
  SELECT mover.pseudonym, exposure.*
  FROM (SELECT * FROM moved WHERE worse_result = '{{worse}}') AS mover
  JOIN {{worse_exposures}} AS exposure ON exposure.owner = mover.pseudonym
  WHERE exposure.in_scope
    AND worse_group = CASE grade WHEN 'video' THEN 'owner_video' WHEN 'tapped' THEN 'owner_tapped' ELSE 'owner_shown' END
  UNION ALL
  SELECT mover.pseudonym, exposure.*
  FROM (SELECT * FROM moved WHERE worse_result = '{{worse}}' AND worse_group = 'viewer_only') AS mover
  JOIN {{worse_exposures}} AS exposure ON exposure.viewer = mover.pseudonym
  WHERE exposure.in_scope
), compared AS (
  SELECT deciding.*, same.in_scope AS is_in_scope_there, same.relation AS relation_there
  FROM deciding LEFT JOIN {{other_exposures}} AS same
    ON same.owner = deciding.owner AND same.device_id = deciding.device_id
    AND coalesce(same.viewer, '') = coalesce(deciding.viewer, '')
    AND coalesce(same.media_id, '') = coalesce(deciding.media_id, '')
), logs_here AS (
  SELECT DISTINCT unnest(from_json(${{worse}}_logs, '[{"path": "VARCHAR", "sha256": "VARCHAR"}]'), recursive := true)
), logs_there AS (
  SELECT DISTINCT unnest(from_json(${{other}}_logs, '[{"path": "VARCHAR", "sha256": "VARCHAR"}]'), recursive := true)
)
SELECT pseudonym, arg_min(cause, {'at': "at", 'event_id': event_id}) AS cause
FROM (
  SELECT compared.pseudonym, event."at", event.event_id,
    CASE
      WHEN NOT is_in_scope_there AND relation_there = compared.relation THEN 'relation'
      WHEN log.sha256 NOT IN (SELECT sha256 FROM logs_there)
        THEN CASE WHEN log.path IN (SELECT path FROM logs_there) THEN 'file_changed' ELSE {{new_file}} END
      WHEN epoch_us(event."at") < ${{other}}_from::BIGINT OR epoch_us(event."at") >= ${{other}}_to::BIGINT THEN 'window'
      WHEN actor_here.kind IS DISTINCT FROM actor_there.kind THEN 'actor'
      WHEN source_here.mapping_sha256 IS DISTINCT FROM source_there.mapping_sha256
        OR source_here.viewerless IS DISTINCT FROM source_there.viewerless THEN 'mapping'
      WHEN $tables_cause::VARCHAR IS NOT NULL THEN $tables_cause::VARCHAR
      WHEN $has_tolerance AND event.viewer IS NOT NULL THEN 'tolerance'
      ELSE 'other'
    END AS cause
  FROM compared
  JOIN {{worse_evidence}} AS event
    ON event.true_device_id = compared.device_id
    AND coalesce(event.viewer, '') = coalesce(compared.viewer, '')
    AND coalesce(event.media_id, '') = coalesce(compared.media_id, '')
    AND event."at" >= compared.first_at AND event."at" <= compared.last_at
    AND event.action = CASE compared.grade WHEN 'video' THEN 'viewed' ELSE compared.grade END
  LEFT JOIN logs_here AS log ON log.path = event.path
  LEFT JOIN {{worse_actors}} AS actor_here ON actor_here.pseudonym = event.viewer
  LEFT JOIN {{other_actors}} AS actor_there ON actor_there.pseudonym = event.viewer
  LEFT JOIN {{worse_sources}} AS source_here ON source_here.source = event.source
  LEFT JOIN {{other_sources}} AS source_there ON source_there.source = event.source
)
GROUP BY pseudonym
)
