-- Which rows of the window are misbound events, each counted once? (step 8 of the rules)
-- The identity of an event is its id, or else the MD5 of its fields; of equal ones the most severe is kept, then the
-- earliest, then the smallest viewer, device and media, absent first.
CREATE TABLE misbound AS
WITH identified AS (
  SELECT decided.*, suspect.file, suspect.row,
    coalesce(suspect.event_id, md5(concat_ws(chr(31),
      epoch_us(suspect."at")::VARCHAR, coalesce(suspect.account_id, ''), coalesce(suspect.device_id, ''),
      coalesce(suspect.media_id, ''), suspect.action, coalesce(suspect.outcome, 'allowed'),
      coalesce(suspect.session_id, ''), coalesce(suspect.ip, ''), coalesce(suspect.user_agent, ''),
      coalesce(suspect.request_id, '')))) AS identity
  FROM decided JOIN suspects AS suspect ON suspect.rowid = decided.n
  WHERE disposition = 'misbound' AND in_window
)
SELECT *, row_number() OVER (
    PARTITION BY identity
    ORDER BY severity DESC, "at", viewer_id NULLS FIRST, true_device NULLS FIRST, media_id NULLS FIRST,
      part, file, row
  ) = 1 AS is_counted
FROM identified;
