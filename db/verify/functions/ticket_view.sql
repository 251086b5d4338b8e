-- Verify ticketfirst:functions/ticket_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_view(desk.ticket, internal.actor)' AS regprocedure);

ROLLBACK;
