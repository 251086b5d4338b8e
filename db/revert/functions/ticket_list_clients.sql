-- Revert ticketfirst:functions/ticket_list_clients from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.ticket_list_clients(internal.actor, bigint);

COMMIT;
