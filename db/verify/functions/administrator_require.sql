-- Verify ticketfirst:functions/administrator_require on pg
BEGIN;

SELECT cast('internal.administrator_require(text,text)' AS regprocedure);

ROLLBACK;
