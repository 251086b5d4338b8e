-- Verify ticketfirst:functions/agent_lock on pg
BEGIN;

SELECT cast('internal.agent_lock(bigint,integer,boolean)' AS regprocedure);

ROLLBACK;
