-- Verify ticketfirst:functions/agent_check on pg
BEGIN;

SELECT cast('internal.agent_check()' AS regprocedure);

ROLLBACK;
