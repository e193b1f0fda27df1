-- Who saw whose, by pseudonym? exposures.parquet with pseudonyms in place of the ids of owner and viewer.
SELECT pseudonym_of(owner_id) AS owner, pseudonym_of(viewer_id) AS viewer, * EXCLUDE (owner_id, viewer_id)
FROM {{exposures}}
ORDER BY owner, viewer NULLS FIRST, device_id, media_id NULLS FIRST
