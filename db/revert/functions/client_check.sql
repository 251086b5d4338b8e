-- Revert ticketfirst:functions/client_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.client_check();

COMMIT;
