-- Revert ticketfirst:functions/name_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.name_key();

COMMIT;
