-- How many people are in each cell of told × now? Of those in the accounts alone, who were told nothing, only the number.
SELECT told_group, now_group, max(part) AS part, count(*)::DOUBLE AS people, count(*) FILTER (is_gone)::DOUBLE AS gone
FROM standing
GROUP BY told_group, now_group
UNION ALL
SELECT NULL, 'unaffected', 'unaffected', count(*)::DOUBLE, 0
FROM {{accounts}} AS account
WHERE NOT EXISTS (SELECT 1 FROM standing WHERE standing.account_id = account.account_id)
