-- What does one more source know of those on the list? The first address that works stays; of all else, what is known
-- last counts. A country comes with its region or none.
CREATE TABLE book_next AS
SELECT book.account_id, book.part, book.told_group, book.told_at, book.now_group, book.is_gone,
  CASE WHEN book.email IS NULL OR (NOT book.is_usable AND source.is_usable) THEN source.email ELSE book.email END AS email,
  book.is_usable OR coalesce(source.is_usable, false) AS is_usable,
  coalesce(source.name, book.name) AS name,
  coalesce(source.language, book.language) AS language,
  CASE WHEN source.country IS NULL AND source.region IS NULL THEN book.country ELSE source.country END AS country,
  CASE WHEN source.country IS NULL AND source.region IS NULL THEN book.region ELSE source.region END AS region,
  coalesce(source.time_zone, book.time_zone) AS time_zone,
  coalesce(source.status, book.status) AS status,
  coalesce(source.last_active_at, book.last_active_at) AS last_active_at,
  coalesce(source.is_account, false) AS is_listed,
  book.was_listed OR coalesce(source.is_account, false) AS was_listed
FROM book LEFT JOIN (
  SELECT given.*, given.email IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM faulty WHERE faulty.email = given.email)
    AND NOT EXISTS (SELECT 1 FROM bounced WHERE bounced.email_key = lower(given.email)) AS is_usable
  FROM ({{source}}) AS given
) AS source ON source.account_id = book.account_id
