-- Verify ticketfirst:functions/ticket_find on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_find(bigint,boolean,bigint,text,timestamptz,timestamptz,timestamptz,timestamptz,text,integer,text,boolean,bigint,boolean)' AS regprocedure);

ROLLBACK;
