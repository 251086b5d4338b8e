-- Verify ticketfirst:functions/agent_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.agent_delete(bigint,integer,bigint)' AS regprocedure);

ROLLBACK;
