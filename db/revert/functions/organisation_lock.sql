-- Revert ticketfirst:functions/organisation_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.organisation_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
