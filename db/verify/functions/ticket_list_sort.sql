-- Verify ticketfirst:functions/ticket_list_sort on pg
BEGIN;

SELECT cast('internal.ticket_list_sort(text,timestamptz,timestamptz,timestamptz,timestamptz)' AS regprocedure);

ROLLBACK;
