-- What do their owners call the devices whose footage went to others?
SELECT device_id, min(label) AS label, min(time_zone) AS time_zone
FROM devices
WHERE device_id IN (SELECT device_id FROM exposures)
GROUP BY device_id
ORDER BY device_id
