-- Verify ticketfirst:functions/ticket_list_sort on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_list_sort(text,timestamptz,timestamptz,timestamptz,timestamptz)' AS regprocedure);

ROLLBACK;
