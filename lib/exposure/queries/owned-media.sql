-- Of which item of the catalogue is who an owner of the footage?
-- The first of two look-ups that settle nearly every row of a log: they may miss a legitimate row, never pass a wrong
-- one. is_standing: that owner has the device at every instant that is looked at.
CREATE {{kind}} owned_media AS
SELECT item.media_id, item.device_id AS catalogue_device, entitlement.account_id AS owner_id,
  (entitlement.valid_from <= getvariable('scan_from')
    AND (entitlement.valid_to IS NULL OR entitlement.valid_to >= getvariable('scan_to'))) AS is_standing
FROM (SELECT * FROM held WHERE role = 'owner' AND {{is_person}}) AS entitlement
JOIN media AS item
  ON item.device_id = entitlement.device_id
  AND item.recorded_at >= entitlement.valid_from
  AND item.recorded_at < coalesce(entitlement.valid_to, 'infinity'::TIMESTAMP);
