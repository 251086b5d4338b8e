-- Verify ticketfirst:functions/ticket_assign_agent on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_assign_agent(bigint,bigint,integer)' AS regprocedure);

ROLLBACK;
