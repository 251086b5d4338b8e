-- Revert ticketfirst:functions/ticket_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_view(desk.ticket, internal.actor);

COMMIT;
