-- Some of whom a logout is about, spread over its list: for counting kinds of tokens.
SELECT sub FROM {{list}} WHERE skip IS NULL ORDER BY hash("row") LIMIT {{count}}
