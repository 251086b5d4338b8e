-- Verify ticketfirst:functions/ticket_find on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_find(bigint,bigint,boolean,bigint,boolean,text,timestamptz,timestamptz,timestamptz,timestamptz,text,internal.list_cursor,integer,boolean)' AS regprocedure);

ROLLBACK;
