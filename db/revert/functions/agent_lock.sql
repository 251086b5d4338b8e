-- Revert ticketfirst:functions/agent_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.agent_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
