-- Verify ticketfirst:functions/ticket_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
