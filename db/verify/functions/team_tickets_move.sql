-- Verify ticketfirst:functions/team_tickets_move on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.team_tickets_move(bigint, bigint)' AS regprocedure);

ROLLBACK;
