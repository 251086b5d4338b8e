-- Revert ticketfirst:functions/ticket_walk_teams from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_walk_teams(bigint [], text, internal.list_part, integer);

COMMIT;
