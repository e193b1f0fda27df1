-- What in the result should a person look at: viewers that look like services, and reporters who were not found?
SELECT
  (SELECT count(*) FROM (
    SELECT viewer_id FROM exposures WHERE in_scope AND viewer_id IS NOT NULL
    GROUP BY viewer_id HAVING count(DISTINCT owner_id) > 1000))::DOUBLE AS "busyViewers",
  (SELECT count(DISTINCT account_id) FROM reports)::DOUBLE AS reporters,
  (SELECT count(DISTINCT account_id) FROM reports
    WHERE account_id IN (SELECT account_id FROM people WHERE viewer_grade IS NOT NULL))::DOUBLE AS found;
