-- What is each candidate: service, unattributed, unresolved, legitimate or misbound? (steps 4 to 9 of the rules)

-- All entitlements on the devices in question; an open end is infinity, an empty interval covers nothing but ends.
CREATE TABLE relevant_entitlements AS
SELECT device_id, account_id, role, valid_from, coalesce(valid_to, 'infinity'::TIMESTAMP) AS valid_to
FROM held WHERE device_id IN (SELECT true_device FROM candidates);

-- The accounts whose owner entitlement on the true device covers the footage time.
CREATE TABLE footage_owners AS
SELECT DISTINCT candidate.n, holding.account_id AS owner_id
FROM candidates AS candidate
JOIN relevant_entitlements AS holding
  ON holding.device_id = candidate.true_device
  AND holding.valid_from <= candidate.footage_at
  AND holding.valid_to > candidate.footage_at
WHERE holding.role = 'owner';

-- What the viewer itself holds or held on the true device; the tolerance widens by shifting the instant.
CREATE TABLE viewer_holdings AS
SELECT candidate.n,
  bool_or(holding.valid_from < holding.valid_to
    AND holding.valid_from <= candidate."at" + getvariable('tolerance')
    AND holding.valid_to > candidate."at" - getvariable('tolerance')) AS is_entitled,
  bool_or(holding.role = 'owner' AND holding.valid_from <= candidate."at" AND holding.valid_to > candidate."at") AS is_owner_now,
  bool_or(holding.valid_to <= candidate."at") AS has_ended
FROM candidates AS candidate
JOIN relevant_entitlements AS holding
  ON holding.device_id = candidate.true_device AND holding.account_id = candidate.viewer_id
GROUP BY candidate.n;

-- The candidates of which some footage owner still owns the device at the time of the access.
CREATE TABLE still_owned AS
SELECT DISTINCT candidate.n
FROM candidates AS candidate
JOIN footage_owners AS owner USING (n)
JOIN relevant_entitlements AS holding
  ON holding.device_id = candidate.true_device AND holding.account_id = owner.owner_id
WHERE holding.role = 'owner' AND holding.valid_from < holding.valid_to
  AND holding.valid_from <= candidate."at" + getvariable('tolerance')
  AND holding.valid_to > candidate."at" - getvariable('tolerance');

CREATE TABLE decided AS
SELECT candidate.*,
  CASE
    WHEN actor_kind IN ('service', 'test') THEN 'service'
    WHEN viewer_id IS NULL AND needs_viewer THEN 'unattributed'
    WHEN owned.n IS NULL THEN 'unresolved'
    WHEN own.n IS NOT NULL THEN 'legitimate'
    WHEN holding.is_entitled AND still.n IS NOT NULL THEN 'legitimate'
    ELSE 'misbound'
  END AS disposition,
  CASE
    WHEN viewer_id IS NULL THEN 'anonymous'
    WHEN actor_kind = 'staff' THEN 'staff'
    WHEN holding.is_owner_now THEN 'later_owner'
    WHEN holding.has_ended THEN 'former_member'
    ELSE 'stranger'
  END AS relation
FROM candidates AS candidate
LEFT JOIN (SELECT DISTINCT n FROM footage_owners) AS owned ON owned.n = candidate.n
LEFT JOIN footage_owners AS own ON own.n = candidate.n AND own.owner_id = candidate.viewer_id
LEFT JOIN viewer_holdings AS holding ON holding.n = candidate.n
LEFT JOIN still_owned AS still ON still.n = candidate.n;
