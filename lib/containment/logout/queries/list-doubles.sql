-- Are the rows of a logout's list numbered without gaps, and does everybody stand there once?
SELECT count(*)::DOUBLE AS subjects, (max("row") + 1)::DOUBLE AS "rows", (count(*) - count(DISTINCT pseudonym))::DOUBLE AS doubles
FROM {{list}}
