-- Verify ticketfirst:functions/agent_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
