-- Revert ticketfirst:functions/seal from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.seal(text);

COMMIT;
