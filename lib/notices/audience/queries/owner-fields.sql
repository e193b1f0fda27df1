-- What of each owner's footage was seen, on which cameras, and by how many? An item that nobody knows counts once for
-- each viewer. Viewers whom the log does not name may be one or many: they are no account of the count. Where it is not known when an item was recorded, it was by the time it was seen.
CREATE TABLE owner_fields AS
WITH mine AS (
  SELECT exposure.* EXCLUDE (grade), list_position(['shown', 'tapped', 'video'], grade) AS severity
  FROM {{exposures}} AS exposure
  WHERE in_scope AND EXISTS (SELECT 1 FROM standing WHERE standing.account_id = owner_id AND standing.part IS NOT NULL)
), items AS (
  SELECT owner_id, device_id, media_id, CASE WHEN media_id IS NULL THEN viewer_id END AS unknown_by,
    max(severity) AS severity,
    min(coalesce(recorded_at, first_at)) AS first_at, max(coalesce(recorded_at, last_at)) AS last_at
  FROM mine GROUP BY ALL
), cameras AS (
  SELECT owner_id, device_id, max(severity) AS severity,
    count(*) FILTER (severity < 3) AS pictures,
    count(*) FILTER (severity = 3) AS videos,
    count(*) FILTER (severity = 2) AS tapped,
    min(first_at) AS first_at, max(last_at) AS last_at
  FROM items GROUP BY ALL
), named AS (
  SELECT cameras.*, devices.label, devices.time_zone
  FROM cameras LEFT JOIN {{devices}} AS devices ON devices.device_id = cameras.device_id
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY owner_id ORDER BY severity DESC, videos DESC, pictures DESC, label NULLS LAST, device_id) AS nth
  FROM named
), people AS (
  SELECT owner_id, bool_or(relation = 'former_member') AS is_household,
    count(DISTINCT viewer_id) AS viewers, bool_or(viewer_id IS NULL) AS has_unknown
  FROM mine GROUP BY owner_id
)
SELECT ranked.owner_id AS account_id,
  list({
    'label': label, 'pictures': pictures, 'videos': videos,
    'firstAt': strftime(first_at, '%Y-%m-%dT%H:%M:%SZ'), 'lastAt': strftime(last_at, '%Y-%m-%dT%H:%M:%SZ')
  } ORDER BY nth) FILTER (nth <= {{cameras_max}}) AS cameras,
  greatest(0, count(*) - {{cameras_max}}) AS cameras_more,
  sum(pictures)::BIGINT AS pictures, sum(videos)::BIGINT AS videos, sum(tapped)::BIGINT AS tapped,
  any_value(people.viewers) AS viewers, any_value(people.has_unknown) AS viewers_unknown,
  any_value(people.is_household) AS is_household,
  arg_min(ranked.time_zone, nth) AS time_zone
FROM ranked JOIN people ON people.owner_id = ranked.owner_id
GROUP BY ranked.owner_id
