-- Verify ticketfirst:functions/ticket_walk_ids on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.ticket_walk_ids(bigint[],text,internal.list_part,integer)' AS regprocedure);

ROLLBACK;
