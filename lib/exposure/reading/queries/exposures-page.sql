-- Which exposures stand on this page of the list?
SELECT owner, viewer, device_id, media_id, recorded_at, grade, relation, in_scope, events, first_at, last_at, {{columns}}
FROM {{exposures}}
WHERE {{matches}} AND {{after}}
ORDER BY {{order}}
LIMIT $rows_max
