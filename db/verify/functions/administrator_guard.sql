-- Verify ticketfirst:functions/administrator_guard on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.administrator_guard(internal.actor, text, text)' AS regprocedure);

ROLLBACK;
