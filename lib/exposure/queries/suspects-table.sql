-- Which rows of the log meet the full rules, or cannot be read? With their raw text, so that what they turn out to be leads back to it.
CREATE TABLE suspects (
  part INTEGER, file BIGINT, row BIGINT, line BIGINT, "at" TIMESTAMP, action VARCHAR, outcome VARCHAR,
  account_id VARCHAR, device_id VARCHAR, media_id VARCHAR, session_id VARCHAR, event_id VARCHAR, ip VARCHAR,
  user_agent VARCHAR, request_id VARCHAR, viewer_id VARCHAR, is_conflict BOOLEAN, is_malformed BOOLEAN,
  is_ignored BOOLEAN, reason VARCHAR, raw VARCHAR
);
