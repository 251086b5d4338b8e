-- Verify ticketfirst:functions/ticket_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
