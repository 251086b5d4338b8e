-- Revert ticketfirst:functions/clock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.clock();

COMMIT;
