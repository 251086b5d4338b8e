-- Revert ticketfirst:functions/ticket_staff_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_staff_view(desk.ticket);

COMMIT;
