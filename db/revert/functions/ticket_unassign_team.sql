-- Revert ticketfirst:functions/ticket_unassign_team from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.ticket_unassign_team(bigint, integer);

COMMIT;
