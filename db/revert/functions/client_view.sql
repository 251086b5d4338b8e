-- Revert ticketfirst:functions/client_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.client_view(desk.client);

COMMIT;
