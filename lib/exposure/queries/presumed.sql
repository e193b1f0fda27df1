-- What must be presumed of an account because no log could show it? One presumption (or gap) at a time, clipped to the
-- window: owners of its devices, and its viewers, whose interval shares a moment with it. Devices: null means all.
INSERT INTO presumed_rows
SELECT account_id, getvariable('severity'), NULL FROM entitlements
WHERE role = 'owner'
  AND (getvariable('devices') IS NULL OR device_id IN (SELECT unnest(getvariable('devices'))))
  AND valid_from < coalesce(valid_to, 'infinity'::TIMESTAMP)
  AND valid_from < getvariable('until')
  AND coalesce(valid_to, 'infinity'::TIMESTAMP) > getvariable('since')
UNION ALL
SELECT unnest(getvariable('viewers')), NULL, getvariable('severity')
UNION ALL
SELECT account_id, NULL, getvariable('severity') FROM sessions
WHERE getvariable('by_sessions')
  AND started_at < coalesce(ended_at, 'infinity'::TIMESTAMP)
  AND started_at < getvariable('until')
  AND coalesce(ended_at, 'infinity'::TIMESTAMP) > getvariable('since');
