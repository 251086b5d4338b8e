-- Revert ticketfirst:functions/agents_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.agents_lock(bigint, bigint);

COMMIT;
