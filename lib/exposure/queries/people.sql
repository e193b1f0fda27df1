-- Which accounts are not unaffected, how badly, and on which side? One row for each.
CREATE TABLE people AS
WITH sides AS (
  SELECT owner_id AS account_id, 'owner' AS side, viewer_id AS other, device_id, severity, first_at, last_at
  FROM exposures WHERE in_scope
  UNION ALL
  SELECT viewer_id, 'viewer', owner_id, device_id, severity, first_at, last_at
  FROM exposures WHERE in_scope AND viewer_id IS NOT NULL
), shown AS (
  SELECT account_id,
    max(severity) FILTER (side = 'owner') AS owner_severity,
    max(severity) FILTER (side = 'viewer') AS viewer_severity,
    count(*) FILTER (side = 'owner') AS owner_exposures,
    count(*) FILTER (side = 'viewer') AS viewer_exposures,
    count(DISTINCT other) FILTER (side = 'owner') + (count(*) FILTER (side = 'owner' AND other IS NULL) > 0)::INTEGER AS viewers,
    count(DISTINCT other) FILTER (side = 'viewer') AS owners,
    count(DISTINCT device_id) AS devices,
    min(first_at) AS first_at,
    max(last_at) AS last_at
  FROM sides GROUP BY account_id
), joined AS (
  SELECT account_id, shown.* EXCLUDE (account_id),
    greatest(shown.owner_severity, presumed.owner_severity) AS owner_severity_upper,
    greatest(shown.viewer_severity, presumed.viewer_severity) AS viewer_severity_upper
  FROM shown FULL JOIN presumed USING (account_id)
), addresses AS (
  SELECT account_id, email FROM accounts WHERE account_id IN (SELECT account_id FROM joined)
)
SELECT joined.account_id,
  grade_of(owner_severity) AS owner_grade,
  grade_of(viewer_severity) AS viewer_grade,
  grade_of(owner_severity_upper) AS owner_grade_upper,
  grade_of(viewer_severity_upper) AS viewer_grade_upper,
  CASE
    WHEN owner_severity = 3 THEN 'owner_video'
    WHEN owner_severity = 2 THEN 'owner_tapped'
    WHEN owner_severity = 1 THEN 'owner_shown'
    WHEN viewer_severity IS NOT NULL THEN 'viewer_only'
    ELSE 'undetermined'
  END AS "group",
  coalesce(owner_exposures, 0) AS owner_exposures,
  coalesce(viewer_exposures, 0) AS viewer_exposures,
  coalesce(viewers, 0) AS viewers,
  coalesce(owners, 0) AS owners,
  coalesce(devices, 0) AS devices,
  first_at, last_at,
  addresses.email IS NOT NULL AS reachable,
  addresses.account_id IS NOT NULL AS is_listed
FROM joined LEFT JOIN addresses ON addresses.account_id = joined.account_id;
