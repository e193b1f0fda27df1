-- Who holds a device at every instant that is looked at?
-- The second look-up. A member is only listed beside an owner who stands too, so that the list alone settles a row
-- without media; where every row has its media, the owner is known from the first look-up and members are enough.
CREATE VIEW standing AS
WITH holders AS (
  SELECT device_id, account_id, role FROM held
  WHERE {{is_person}}
    AND valid_from <= getvariable('scan_from')
    AND (valid_to IS NULL OR valid_to >= getvariable('scan_to'))
)
SELECT device_id, account_id FROM holders
WHERE role = 'owner' OR device_id IN (SELECT device_id FROM holders WHERE role = 'owner');

CREATE VIEW standing_members AS
SELECT device_id, account_id FROM held
WHERE role <> 'owner' AND {{is_person}}
  AND valid_from <= getvariable('scan_from')
  AND (valid_to IS NULL OR valid_to >= getvariable('scan_to'));
