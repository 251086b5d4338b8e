-- Verify ticketfirst:functions/ticket_list on pg
BEGIN;

SELECT cast('api.ticket_list(bigint,boolean,bigint,text,timestamptz,timestamptz,timestamptz,timestamptz,text,integer,text,boolean)' AS regprocedure);

ROLLBACK;
