-- Verify ticketfirst:functions/ticket_assign_agent on pg
BEGIN;

SELECT cast('api.ticket_assign_agent(bigint,bigint,integer)' AS regprocedure);

ROLLBACK;
