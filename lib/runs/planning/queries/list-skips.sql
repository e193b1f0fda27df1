-- How many of each stretch of rows of a part are left out? Stretches that lose nobody are missing.
SELECT part, (("row" - from_row) // {{chunk_rows}})::INTEGER AS nth, count(*)::INTEGER AS suppressed
FROM {{list}} AS list
JOIN (SELECT part, min("row") AS from_row FROM {{list}} GROUP BY part) AS starts USING (part)
WHERE skip IS NOT NULL
GROUP BY ALL
ORDER BY part, nth
