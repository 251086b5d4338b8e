-- Verify ticketfirst:functions/ticket_assign_team on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_assign_team(bigint, bigint, integer)' AS regprocedure);

ROLLBACK;
