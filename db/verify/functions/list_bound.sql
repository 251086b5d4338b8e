-- Verify ticketfirst:functions/list_bound on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.list_bound(text [],text,text [])' AS regprocedure);

ROLLBACK;
