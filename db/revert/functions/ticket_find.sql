-- Revert ticketfirst:functions/ticket_find from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_find(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer, text, boolean, bigint, boolean);

COMMIT;
