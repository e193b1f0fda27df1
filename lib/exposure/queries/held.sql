-- Which entitlements lie on devices that a small log shows, itself or by the catalogue? The rest plays no part in it.
CREATE TABLE held AS
SELECT device_id, account_id, role, valid_from, valid_to FROM entitlements
WHERE device_id IN (
  SELECT device_id FROM ({{logged}})
  UNION
  SELECT device_id FROM media WHERE media_id IN (SELECT media_id FROM ({{logged}}))
);
