-- What of others' footage did each viewer receive, and of how many owners? An item that nobody knows counts once for
-- each owner.
CREATE TABLE viewer_fields AS
WITH mine AS (
  SELECT exposure.* EXCLUDE (grade), list_position(['shown', 'tapped', 'video'], grade) AS severity
  FROM {{exposures}} AS exposure
  WHERE in_scope AND EXISTS (SELECT 1 FROM standing WHERE standing.account_id = viewer_id AND standing.part IS NOT NULL)
), items AS (
  SELECT viewer_id, device_id, media_id, CASE WHEN media_id IS NULL THEN owner_id END AS unknown_of,
    max(severity) AS severity
  FROM mine GROUP BY ALL
), counted AS (
  SELECT viewer_id, count(*) FILTER (severity < 3) AS pictures, count(*) FILTER (severity = 3) AS videos
  FROM items GROUP BY viewer_id
), owners AS (
  SELECT viewer_id, count(DISTINCT owner_id) AS owners FROM mine GROUP BY viewer_id
)
SELECT counted.viewer_id AS account_id, owners.owners, counted.pictures, counted.videos
FROM counted JOIN owners ON owners.viewer_id = counted.viewer_id
