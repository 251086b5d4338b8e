-- Verify ticketfirst:functions/ticket_look on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_look(tsquery,boolean,bigint[],text,internal.list_part,integer)' AS regprocedure);

ROLLBACK;
