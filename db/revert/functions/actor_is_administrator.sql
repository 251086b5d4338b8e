-- Revert ticketfirst:functions/actor_is_administrator from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_is_administrator();

COMMIT;
