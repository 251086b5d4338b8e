-- Verify ticketfirst:functions/agents_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.agents_lock(bigint,bigint)' AS regprocedure);

ROLLBACK;
