-- Revert ticketfirst:functions/actor_service_id from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.actor_service_id();

COMMIT;
