-- Revert ticketfirst:functions/team_tickets_move from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.team_tickets_move(bigint, bigint);

COMMIT;
