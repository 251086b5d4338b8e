-- Verify ticketfirst:functions/ticket_team on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_team(bigint, bigint, bigint [])' AS regprocedure);

ROLLBACK;
