-- What do their owners call these devices?
SELECT device_id, label FROM {{devices}} WHERE label IS NOT NULL AND device_id IN ({{devices_asked}})
