-- Verify ticketfirst:functions/agent_tickets_move on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.agent_tickets_move(bigint,bigint)' AS regprocedure);

ROLLBACK;
