-- Which session ids stand under several accounts, in the log (its readable rows inside the window) or in the sessions table?
SELECT count(*)::DOUBLE AS sessions FROM (
  SELECT session_id FROM ({{logged}})
  GROUP BY session_id HAVING min(account_id) <> max(account_id)
  UNION
  SELECT session_id FROM sessions WHERE session_id IS NOT NULL
  GROUP BY session_id HAVING min(account_id) <> max(account_id)
);
