-- Revert ticketfirst:functions/service_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.service_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
