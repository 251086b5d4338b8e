-- Verify ticketfirst:functions/ticket_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.ticket_page(bigint,boolean,bigint,text,timestamptz,timestamptz,timestamptz,timestamptz,text,integer,text,boolean,bigint,boolean)' AS regprocedure);

ROLLBACK;
