-- Verify ticketfirst:functions/ticket_list_clients on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_list_clients(internal.actor,bigint)' AS regprocedure);

ROLLBACK;
