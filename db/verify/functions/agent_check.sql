-- Verify ticketfirst:functions/agent_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.agent_check()' AS regprocedure);

ROLLBACK;
