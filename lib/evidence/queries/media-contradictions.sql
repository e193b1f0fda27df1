-- Which items of the catalogue are described twice, and do their rows agree in device and time?
-- Rows that agree are one; where they contradict each other (an absent time contradicts a known one) all of them are
-- malformed, and the item counts as not in the catalogue.
CREATE TABLE repeated_media AS
SELECT media_id,
  min(device_id) <> max(device_id)
    OR count(recorded_at) NOT IN (0, count(*))
    OR coalesce(min(recorded_at) <> max(recorded_at), false) AS is_contradictory
FROM media_rows GROUP BY media_id HAVING count(*) > 1;

INSERT INTO rejects
SELECT 'media', path, line, concat('media_id: the rows of ', media_id, ' contradict each other'), raw
FROM media_rows WHERE media_id IN (SELECT media_id FROM repeated_media WHERE is_contradictory);

CREATE OR REPLACE VIEW media AS
SELECT media_id, device_id, kind, recorded_at FROM media_rows
WHERE media_id NOT IN (SELECT media_id FROM repeated_media)
UNION ALL
SELECT media_id, min(device_id), min(kind), min(recorded_at) FROM media_rows
WHERE media_id IN (SELECT media_id FROM repeated_media WHERE NOT is_contradictory)
GROUP BY media_id;
