-- Verify ticketfirst:functions/ticket_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_create(text, bigint, text, bigint, bigint)' AS regprocedure);

ROLLBACK;
