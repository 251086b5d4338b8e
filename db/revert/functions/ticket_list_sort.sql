-- Revert ticketfirst:functions/ticket_list_sort from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_list_sort(text, timestamptz, timestamptz, timestamptz, timestamptz);

COMMIT;
