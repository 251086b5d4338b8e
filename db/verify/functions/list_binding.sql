-- Verify ticketfirst:functions/list_binding on pg
BEGIN;

SELECT cast('internal.list_binding(text [])' AS regprocedure);

ROLLBACK;
