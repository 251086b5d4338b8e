-- Revert ticketfirst:functions/actor_name from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_name(internal.actor);

COMMIT;
