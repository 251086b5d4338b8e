-- Verify ticketfirst:functions/actor on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor()' AS regprocedure);

ROLLBACK;
