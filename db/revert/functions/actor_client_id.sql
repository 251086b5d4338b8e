-- Revert ticketfirst:functions/actor_client_id from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_client_id();

COMMIT;
