-- Verify ticketfirst:functions/agent_restore on pg
BEGIN;

SELECT cast('api.agent_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
