-- Who saw whose? One row for each owner, viewer, device and item, with its grade and its relation.
CREATE TABLE exposures AS
SELECT owner.owner_id, event.viewer_id, event.true_device AS device_id, event.media_id,
  any_value(event.recorded_at) AS recorded_at,
  max(event.severity) AS severity,
  arg_min(event.relation, {'at': event."at", 'identity': event.identity}) AS relation,
  count(*) AS events,
  min(event."at") AS first_at,
  max(event."at") AS last_at,
  arg_min(event.identity, {'at': event."at", 'identity': event.identity}, 20) AS event_ids
FROM misbound AS event JOIN footage_owners AS owner USING (n)
WHERE event.is_counted
GROUP BY ALL;

ALTER TABLE exposures ADD COLUMN in_scope BOOLEAN;
UPDATE exposures SET in_scope = list_contains(getvariable('relations'), relation);
