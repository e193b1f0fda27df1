-- How many accounts, on which side, how badly, and how many can be written to?
SELECT
  (SELECT count(*) FROM accounts)::DOUBLE AS listed,
  count(*) FILTER (NOT is_listed)::DOUBLE AS unlisted,
  count(*)::DOUBLE AS "eitherUpper",
  count(*) FILTER (owner_grade IS NOT NULL OR viewer_grade IS NOT NULL)::DOUBLE AS "either",
  count(*) FILTER ((owner_grade IS NOT NULL OR viewer_grade IS NOT NULL) AND NOT reachable)::DOUBLE AS unreachable,
  count(*) FILTER (owner_grade = 'video')::DOUBLE AS "ownersVideo",
  count(*) FILTER (owner_grade = 'tapped')::DOUBLE AS "ownersTapped",
  count(*) FILTER (owner_grade = 'shown')::DOUBLE AS "ownersShown",
  count(*) FILTER (viewer_grade = 'video')::DOUBLE AS "viewersVideo",
  count(*) FILTER (viewer_grade = 'tapped')::DOUBLE AS "viewersTapped",
  count(*) FILTER (viewer_grade = 'shown')::DOUBLE AS "viewersShown",
  count(*) FILTER ("group" = 'owner_video')::DOUBLE AS "owner_video",
  count(*) FILTER ("group" = 'owner_tapped')::DOUBLE AS "owner_tapped",
  count(*) FILTER ("group" = 'owner_shown')::DOUBLE AS "owner_shown",
  count(*) FILTER ("group" = 'viewer_only')::DOUBLE AS "viewer_only",
  count(*) FILTER ("group" = 'undetermined')::DOUBLE AS "undetermined"
FROM people;
