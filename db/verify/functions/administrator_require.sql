-- Verify ticketfirst:functions/administrator_require on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.administrator_require(text,text)' AS regprocedure);

ROLLBACK;
