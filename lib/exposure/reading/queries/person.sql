-- What does the result say of this account? No row: it is not shown as affected.
SELECT {{columns}} FROM {{people}} WHERE pseudonym = $pseudonym
