-- Revert ticketfirst:functions/token_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.token_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
