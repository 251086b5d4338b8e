-- Revert ticketfirst:functions/identity_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.identity_view(desk.identity);

COMMIT;
