-- Verify ticketfirst:functions/rule_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.rule_get(text)' AS regprocedure);

ROLLBACK;
