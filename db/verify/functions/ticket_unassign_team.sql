-- Verify ticketfirst:functions/ticket_unassign_team on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_unassign_team(bigint, integer)' AS regprocedure);

ROLLBACK;
