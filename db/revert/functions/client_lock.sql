-- Revert ticketfirst:functions/client_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.client_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
