-- Revert ticketfirst:functions/actor_leave from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_leave(text);

COMMIT;
