-- Revert ticketfirst:functions/actor_role from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_role();

COMMIT;
