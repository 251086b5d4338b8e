-- Verify ticketfirst:functions/list_sort_field on pg
BEGIN;

SELECT cast('internal.list_sort_field(text,text [])' AS regprocedure);

ROLLBACK;
