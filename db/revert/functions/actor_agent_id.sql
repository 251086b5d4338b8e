-- Revert ticketfirst:functions/actor_agent_id from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_agent_id();

COMMIT;
