-- Verify ticketfirst:functions/ticket_view on pg
BEGIN;

SELECT cast('internal.ticket_view(desk.ticket)' AS regprocedure);

ROLLBACK;
