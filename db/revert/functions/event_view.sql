-- Revert ticketfirst:functions/event_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.event_view(desk.event, internal.actor);

COMMIT;
