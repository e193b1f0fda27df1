-- How many of the admitted rows of a minute never reached the question whose footage it is, or repeat another event?
SELECT (epoch_us("at") // 60000000)::DOUBLE AS minute, count(*)::DOUBLE AS rows
FROM decided
WHERE in_window AND (disposition IN ('service', 'unattributed', 'unresolved')
  OR n IN (SELECT n FROM misbound WHERE NOT {{counted}}))
GROUP BY minute
