-- Verify ticketfirst:functions/ticket_list_teams on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_list_teams(internal.actor,bigint,boolean)' AS regprocedure);

ROLLBACK;
