-- Verify ticketfirst:functions/ticket_client_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_client_view(desk.ticket)' AS regprocedure);

ROLLBACK;
