-- Verify ticketfirst:functions/list_bound on pg
BEGIN;

SELECT cast('internal.list_bound(text [],text,text [])' AS regprocedure);

ROLLBACK;
