-- Is somebody on the list twice, or a row missing?
SELECT count(*)::DOUBLE AS people, (count(*) - count(DISTINCT pseudonym))::DOUBLE AS doubles,
  coalesce(max("row") + 1, 0)::DOUBLE AS rows
FROM {{list}}
