-- How many readers of each form of a letter would it call by an id, give nothing where it has to say something, or tell a
-- number that its own words deny? Of every row, as the lint looks at those who stand in for them.
WITH told AS (
  SELECT variant, split_part(split_part(variant, '/', 1), '.', 1) AS letter_group,
    contains(split_part(variant, '/', 1), '.') AS is_correction,
    split_part(variant, '/', 3) AS form,
    CASE WHEN regexp_matches(name, {{address}}, 'i') THEN NULL ELSE name END AS name,
    fields
  FROM {{list}} WHERE skip IS NULL
), shaped AS (
  SELECT *, letter_group LIKE 'owner\_%' ESCAPE '\' AS is_owner,
    letter_group = 'viewer_only' OR contains(form, '+viewer') AS is_viewer,
    -- A letter to Massachusetts tells no numbers.
    split_part(form, '+', 1) <> 'us-ma' AS has_numbers
  FROM told
), read AS (
  -- What those are told who were not affected needs none of it, and they are the most.
  SELECT * EXCLUDE (fields),
    CASE WHEN is_owner OR is_viewer OR is_correction THEN from_json(fields, '{
      "cameras": [{"label": "VARCHAR"}], "pictures": "BIGINT", "videos": "BIGINT", "tapped": "BIGINT",
      "viewers": "BIGINT", "viewersUnknown": "BOOLEAN", "seenOwners": "BIGINT",
      "seenPictures": "BIGINT", "seenVideos": "BIGINT", "told": {"group": "VARCHAR", "at": "VARCHAR"}}') END AS said
  FROM shaped
), labelled AS (
  SELECT *, CASE WHEN is_owner THEN array_to_string(list_transform(said.cameras, lambda camera: camera.label), ' + ') END AS labels
  FROM read
)
SELECT variant,
  count(*) FILTER (regexp_matches(name, {{nothing}}))::DOUBLE AS name_empty,
  count(*) FILTER (regexp_matches(name, {{raw_id}}, 'i'))::DOUBLE AS name_id,
  count(*) FILTER (regexp_matches(labels, {{nothing}}))::DOUBLE AS label_empty,
  count(*) FILTER (regexp_matches(labels, {{raw_id}}, 'i'))::DOUBLE AS label_id,
  count(*) FILTER (is_owner AND coalesce(len(said.cameras), 0) = 0)::DOUBLE AS no_camera,
  count(*) FILTER (is_correction AND (said.told.group IS NULL OR said.told.at IS NULL))::DOUBLE AS no_told,
  count(*) FILTER (has_numbers AND is_owner AND (said.pictures + said.videos = 0
    OR (said.viewers = 0 AND NOT coalesce(said.viewersUnknown, false)) OR coalesce(len(said.cameras), 0) = 0))::DOUBLE AS nothing_received,
  count(*) FILTER (has_numbers AND letter_group = 'owner_video' AND said.videos = 0)::DOUBLE AS no_video,
  count(*) FILTER (has_numbers AND letter_group = 'owner_tapped' AND said.tapped = 0)::DOUBLE AS no_enlarged,
  count(*) FILTER (has_numbers AND is_owner AND letter_group <> 'owner_video' AND said.videos > 0)::DOUBLE AS video_denied,
  count(*) FILTER (has_numbers AND letter_group = 'owner_shown' AND said.tapped > 0)::DOUBLE AS enlarged_denied,
  count(*) FILTER (has_numbers AND is_viewer
    AND (said.seenPictures + said.seenVideos = 0 OR said.seenOwners = 0))::DOUBLE AS nothing_seen
FROM labelled
GROUP BY variant
ORDER BY variant
