-- Revert ticketfirst:functions/ticket_conceal from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_conceal(bigint, integer);

COMMIT;
