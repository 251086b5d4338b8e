-- Verify ticketfirst:functions/ticket_create on pg
BEGIN;

SELECT cast('api.ticket_create(text,bigint,text,bigint)' AS regprocedure);

ROLLBACK;
