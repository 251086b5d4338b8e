-- Verify ticketfirst:functions/ticket_match on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_match(text,bigint[],text,internal.list_part,integer)' AS regprocedure);

ROLLBACK;
