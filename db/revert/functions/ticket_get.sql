-- Revert ticketfirst:functions/ticket_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_get(bigint);

COMMIT;
