-- Verify ticketfirst:functions/ticket_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
