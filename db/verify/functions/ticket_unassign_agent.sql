-- Verify ticketfirst:functions/ticket_unassign_agent on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_unassign_agent(bigint,integer)' AS regprocedure);

ROLLBACK;
