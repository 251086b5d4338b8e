-- Verify ticketfirst:functions/ticket_assign_client on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_assign_client(bigint,bigint,integer)' AS regprocedure);

ROLLBACK;
