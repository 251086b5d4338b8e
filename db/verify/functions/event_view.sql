-- Verify ticketfirst:functions/event_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.event_view(desk.event, internal.actor)' AS regprocedure);

ROLLBACK;
