-- Revert ticketfirst:functions/ticket_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_check();

COMMIT;
