-- What is the worst that must be presumed of each account, on either side?
-- Presumptions and gaps, and events whose footage nobody is known to own: their viewers saw somebody's.
CREATE TABLE presumed AS
SELECT account_id, max(owner_severity) AS owner_severity, max(viewer_severity) AS viewer_severity
FROM (
  SELECT * FROM presumed_rows
  UNION ALL
  SELECT viewer_id, NULL, severity FROM decided
  WHERE disposition = 'unresolved' AND in_window AND viewer_id IS NOT NULL
)
GROUP BY account_id;
