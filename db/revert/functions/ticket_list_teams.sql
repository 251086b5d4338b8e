-- Revert ticketfirst:functions/ticket_list_teams from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_list_teams(internal.actor, bigint, boolean);

COMMIT;
