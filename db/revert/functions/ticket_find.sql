-- Revert ticketfirst:functions/ticket_find from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_find(bigint, bigint, boolean, bigint, boolean, text, timestamptz, timestamptz, timestamptz, timestamptz, text, internal.list_cursor, integer, boolean);

COMMIT;
