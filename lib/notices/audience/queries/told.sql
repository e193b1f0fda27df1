-- What were people told last? By letters that arrived, or may have, and by those that wait in a run under way: these
-- will tell it.
CREATE TABLE told AS
SELECT account_id, arg_max(now_group, run) AS told_group, arg_max(sent_at, run) AS told_at
FROM earlier
WHERE state IN ('sending', 'accepted', 'delivered', 'complained', 'unknown')
  OR (is_under_way AND state IN ('queued', 'deferred'))
GROUP BY account_id
