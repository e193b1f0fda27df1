-- How many misbound events lie in each stretch of the window, by action?
SELECT ((epoch_us("at") - $from_us::BIGINT) // $step_us::BIGINT)::INTEGER AS point, action, count(*)::DOUBLE AS events
FROM {{evidence}}
GROUP BY point, action
