-- Revert ticketfirst:functions/agent_tickets_move from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.agent_tickets_move(bigint, bigint);

COMMIT;
