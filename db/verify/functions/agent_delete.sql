-- Verify ticketfirst:functions/agent_delete on pg
BEGIN;

SELECT cast('api.agent_delete(bigint,integer,bigint)' AS regprocedure);

ROLLBACK;
