-- Verify ticketfirst:functions/ticket_unassign_agent on pg
BEGIN;

SELECT cast('api.ticket_unassign_agent(bigint,integer)' AS regprocedure);

ROLLBACK;
