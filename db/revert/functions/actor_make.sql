-- Revert ticketfirst:functions/actor_make from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_make(bigint, bigint, bigint);

COMMIT;
