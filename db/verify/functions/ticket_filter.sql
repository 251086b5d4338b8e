-- Verify ticketfirst:functions/ticket_filter on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_filter(bigint,bigint,boolean,bigint,boolean,text,timestamptz,timestamptz,timestamptz,timestamptz,text,internal.list_cursor,integer,boolean)' AS regprocedure);

ROLLBACK;
