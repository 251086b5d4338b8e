-- Verify ticketfirst:functions/ticket_update on pg
BEGIN;

SELECT cast('api.ticket_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
