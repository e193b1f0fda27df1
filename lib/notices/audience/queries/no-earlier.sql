-- What became of letters where none was sent before?
SELECT 0 AS run, false AS is_under_way, '' AS account_id, '' AS email, '' AS name, '' AS variant, '' AS now_group,
  '' AS reason, NULL::TIMESTAMP AS sent_at, '' AS state
WHERE false
