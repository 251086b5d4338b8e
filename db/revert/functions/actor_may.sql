-- Revert ticketfirst:functions/actor_may from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_may(text []);

COMMIT;
