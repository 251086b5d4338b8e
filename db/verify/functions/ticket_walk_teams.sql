-- Verify ticketfirst:functions/ticket_walk_teams on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_walk_teams(bigint[],text,internal.list_part,integer)' AS regprocedure);

ROLLBACK;
