-- Revert ticketfirst:functions/ticket_assign_client from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_assign_client(bigint, bigint, integer);

COMMIT;
