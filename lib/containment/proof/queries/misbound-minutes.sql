-- How many events of each minute and relation are misbound? `{{counted}}`: each once, or before duplicates are removed.
SELECT (epoch_us("at") // 60000000)::DOUBLE AS minute, relation, count(*)::DOUBLE AS events
FROM misbound WHERE {{counted}} GROUP BY ALL ORDER BY minute, relation
