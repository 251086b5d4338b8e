-- Verify ticketfirst:functions/list_sort_field on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_sort_field(text,text [])' AS regprocedure);

ROLLBACK;
