-- Revert ticketfirst:functions/ticket_team from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_team(bigint, bigint, bigint []);

COMMIT;
