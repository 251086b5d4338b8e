-- Verify ticketfirst:functions/rule_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.rule_list()' AS regprocedure);

ROLLBACK;
