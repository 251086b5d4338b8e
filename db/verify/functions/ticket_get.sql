-- Verify ticketfirst:functions/ticket_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_get(bigint)' AS regprocedure);

ROLLBACK;
