-- Revert ticketfirst:functions/seal_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.seal_key();

COMMIT;
