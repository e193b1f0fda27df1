-- Told × now: what was everybody told of whom anything is known, where do they stand, and which letter follows?
-- Who was told and has no account any more is a closed account, not nobody: the next letter follows as for all others.
CREATE TABLE standing AS
SELECT known.account_id, known.told_group, known.told_at, known.now_group, known.is_gone,
  cells.part
FROM (
  SELECT coalesce(people.account_id, told.account_id) AS account_id, told.told_group, told.told_at,
    coalesce(people."group", 'unaffected') AS now_group,
    people.account_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM {{accounts}} AS account WHERE account.account_id = told.account_id) AS is_gone
  FROM {{people}} AS people FULL JOIN told ON told.account_id = people.account_id
) AS known
JOIN cells ON cells.told_group IS NOT DISTINCT FROM known.told_group AND cells.now_group = known.now_group
