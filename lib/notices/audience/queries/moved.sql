-- Who on the list, of those who are to get a letter, stands in another group by now?
CREATE TABLE moved AS
SELECT list."row", list.pseudonym, list.variant
FROM {{list}} AS list
LEFT JOIN {{people}} AS people ON people.account_id = list.account_id
WHERE list.skip IS NULL AND coalesce(people."group", 'unaffected') <> list.now_group
ORDER BY list."row"
