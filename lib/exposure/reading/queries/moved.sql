-- Who stands in another group than before, and why?
-- Where the log shows more of an account in one result than in the other, its events decide; where only what must be
-- presumed of it changed, the inputs do.
WITH was AS (
  SELECT pseudonym, "group", owner_grade, viewer_grade, owner_grade_upper, viewer_grade_upper FROM {{before}}
), become AS (
  SELECT pseudonym, "group", owner_grade, viewer_grade, owner_grade_upper, viewer_grade_upper FROM {{after}}
), moved AS MATERIALIZED (
  SELECT *, CASE WHEN to_rank > from_rank THEN to_group ELSE from_group END AS worse_group,
    CASE WHEN to_rank > from_rank THEN 'after' ELSE 'before' END AS worse_result
  FROM (
    SELECT coalesce(was.pseudonym, become.pseudonym) AS pseudonym,
      coalesce(was."group", 'unaffected') AS from_group, coalesce(become."group", 'unaffected') AS to_group,
      list_position(ranks, coalesce(was."group", 'unaffected')) AS from_rank,
      list_position(ranks, coalesce(become."group", 'unaffected')) AS to_rank,
      was.owner_grade AS from_owner_grade, was.viewer_grade AS from_viewer_grade,
      was.owner_grade_upper AS from_owner_grade_upper, was.viewer_grade_upper AS from_viewer_grade_upper,
      become.owner_grade AS to_owner_grade, become.viewer_grade AS to_viewer_grade,
      become.owner_grade_upper AS to_owner_grade_upper, become.viewer_grade_upper AS to_viewer_grade_upper
    FROM was FULL JOIN become ON become.pseudonym = was.pseudonym,
      (SELECT ['unaffected', 'undetermined', 'viewer_only', 'owner_shown', 'owner_tapped', 'owner_video'] AS ranks)
  )
  WHERE from_rank <> to_rank AND ({{only}})
  {{first}}
), explained AS ({{gained}} UNION ALL {{lost}})
SELECT moved.* EXCLUDE (worse_group, worse_result, from_rank, to_rank),
  CASE
    WHEN worse_group = 'undetermined' THEN $presumed_cause
    ELSE coalesce(explained.cause, 'other')
  END AS cause
FROM moved LEFT JOIN explained ON explained.pseudonym = moved.pseudonym
