-- Revert ticketfirst:functions/ticket_unassign_agent from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_unassign_agent(bigint, integer);

COMMIT;
