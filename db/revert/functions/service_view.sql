-- Revert ticketfirst:functions/service_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.service_view(desk.service);

COMMIT;
