-- Which addresses do not work? Letters to them came back for good; a mailbox that was full, or a server that could not
-- be reached in time, says nothing about the address.
CREATE TABLE bounced AS
SELECT DISTINCT lower(email) AS email_key
FROM earlier
WHERE email IS NOT NULL
  AND ((state = 'bounced' AND NOT regexp_matches(coalesce(reason, ''), '^(4\.|5\.2\.2|5\.4\.)'))
    OR (state = 'rejected' AND regexp_matches(coalesce(reason, ''), '^5\.1\.')))
