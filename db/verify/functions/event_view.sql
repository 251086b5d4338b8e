-- Verify ticketfirst:functions/event_view on pg
BEGIN;

SELECT cast('internal.event_view(desk.event)' AS regprocedure);

ROLLBACK;
