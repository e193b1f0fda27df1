-- The frozen list: who gets which letter with which values, who of these is left out and why, in the order of sending.
SELECT (row_number() OVER () - 1)::INTEGER AS "row", * EXCLUDE (nth, last_active_at)
FROM (
  SELECT book.part,
    variant_of(book.part, book.language, book.country, book.region, seen.account_id IS NOT NULL,
      coalesce(own.is_household, false)) AS variant,
    pseudonym_of(book.account_id) AS pseudonym,
    book.account_id, book.email, book.name,
    CASE
      WHEN NOT decisions.is_told OR ({{leaves_closed}} AND {{is_closed}})
        THEN 'not_told'
      WHEN {{is_held}} THEN 'law_hold'
      WHEN {{may_be_held}} THEN 'place_unknown'
      WHEN book.email IS NULL THEN 'no_address'
      WHEN EXISTS (SELECT 1 FROM faulty WHERE faulty.email = book.email) THEN 'bad_address'
      WHEN NOT book.is_usable THEN 'hard_bounced'
    END AS skip,
    book.now_group, book.told_group,
    {{is_closed}} AS is_closed,
    to_json({
      'name': book.name,
      'timeZone': coalesce(book.time_zone, own.time_zone),
      'cameras': coalesce(own.cameras, []),
      'camerasMore': coalesce(own.cameras_more, 0),
      'pictures': coalesce(own.pictures, 0),
      'videos': coalesce(own.videos, 0),
      'tapped': coalesce(own.tapped, 0),
      'viewers': coalesce(own.viewers, 0),
      'viewersUnknown': coalesce(own.viewers_unknown, false),
      'seenOwners': coalesce(seen.owners, 0),
      'seenPictures': coalesce(seen.pictures, 0),
      'seenVideos': coalesce(seen.videos, 0),
      'told': CASE WHEN book.told_group IS NOT NULL
        THEN {'group': book.told_group, 'at': strftime(book.told_at, '%Y-%m-%dT%H:%M:%SZ')} END
    })::VARCHAR AS fields,
    decisions.nth, book.last_active_at
  FROM book
  JOIN decisions ON decisions.part = book.part
  LEFT JOIN owner_fields AS own ON own.account_id = book.account_id
  LEFT JOIN viewer_fields AS seen ON seen.account_id = book.account_id
  ORDER BY decisions.nth, book.last_active_at DESC NULLS LAST, pseudonym
)
