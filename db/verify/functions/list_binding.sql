-- Verify ticketfirst:functions/list_binding on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_binding(text [])' AS regprocedure);

ROLLBACK;
