-- What is a viewer by its account, and whom does a session name?
-- An actor of several kinds is the first of them in this order.
CREATE TABLE actor_kinds AS
SELECT account_id,
  CASE WHEN bool_or(kind = 'service') THEN 'service' WHEN bool_or(kind = 'test') THEN 'test' ELSE 'staff' END AS kind
FROM actors GROUP BY account_id;

-- A session id that stands under several accounts names none.
CREATE TABLE session_accounts AS
SELECT session_id, min(account_id) AS account_id FROM sessions
WHERE session_id IS NOT NULL GROUP BY session_id HAVING min(account_id) = max(account_id);
