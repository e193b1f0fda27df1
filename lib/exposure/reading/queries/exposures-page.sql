-- Which exposures stand on this page of the list, and what do owners call the devices?
WITH page AS (
  SELECT owner_id, viewer_id, device_id, media_id, recorded_at, grade, relation, in_scope, events, first_at, last_at,
    {{columns}}
  FROM {{exposures}}
  WHERE {{matches}} AND {{after}}
  ORDER BY {{order}}
  LIMIT $rows_max
)
SELECT page.*, label AS device_label
FROM page LEFT JOIN {{devices}} AS device USING (device_id)
ORDER BY {{order}}
