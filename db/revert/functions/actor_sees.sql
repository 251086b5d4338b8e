-- Revert ticketfirst:functions/actor_sees from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_sees(text);

COMMIT;
