-- Revert ticketfirst:functions/actor_unknown from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_unknown();

COMMIT;
