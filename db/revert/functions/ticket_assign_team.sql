-- Revert ticketfirst:functions/ticket_assign_team from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_assign_team(bigint, bigint, integer);

COMMIT;
