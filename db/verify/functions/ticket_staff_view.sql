-- Verify ticketfirst:functions/ticket_staff_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_staff_view(desk.ticket)' AS regprocedure);

ROLLBACK;
