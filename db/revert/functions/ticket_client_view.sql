-- Revert ticketfirst:functions/ticket_client_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_client_view(desk.ticket);

COMMIT;
