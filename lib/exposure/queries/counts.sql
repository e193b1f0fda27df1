-- How many of the candidates of the window are what, and how many of them were odd on the way?
-- Conflicts are counted among the rows that reach step 4 (viewer) and step 6 (catalogue, footage time).
SELECT source,
  count(*)::DOUBLE AS candidates,
  count(*) FILTER (disposition = 'service')::DOUBLE AS service,
  count(*) FILTER (disposition = 'unattributed')::DOUBLE AS unattributed,
  count(*) FILTER (disposition = 'unresolved')::DOUBLE AS unresolved,
  count(*) FILTER (disposition = 'legitimate')::DOUBLE AS legitimate,
  count(*) FILTER (disposition = 'misbound')::DOUBLE AS misbound,
  count(*) FILTER (is_conflict)::DOUBLE AS "viewerConflicts",
  count(*) FILTER (disposition IN ('unresolved', 'legitimate', 'misbound') AND device_id <> catalogue_device)::DOUBLE
    AS "mappingConflicts",
  count(*) FILTER (disposition IN ('unresolved', 'legitimate', 'misbound') AND is_catalogued AND recorded_at IS NULL)::DOUBLE
    AS "footageTimeUnknown"
FROM decided JOIN log_parts USING (part)
WHERE in_window
GROUP BY source;
