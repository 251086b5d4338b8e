-- Revert ticketfirst:functions/ticket_assign_agent from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_assign_agent(bigint, bigint, integer);

COMMIT;
