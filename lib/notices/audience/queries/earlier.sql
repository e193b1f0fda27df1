-- What became of each letter of an earlier run? What was not begun yet waits, or was cancelled with its run.
SELECT {{number}} AS run, {{is_under_way}} AS is_under_way, list.account_id, list.email, list.name, list.variant,
  list.now_group, states.reason, coalesce(states.sent_at, {{began_at}}) AS sent_at,
  CASE WHEN list.skip IS NOT NULL THEN 'suppressed' ELSE coalesce(states.state, {{not_begun}}) END AS state
FROM {{list}} AS list
LEFT JOIN read_csv({{states}}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
  columns = {'row': 'INTEGER', 'state': 'VARCHAR', 'reason': 'VARCHAR', 'sent_at': 'TIMESTAMP'}) AS states ON states."row" = list."row"
