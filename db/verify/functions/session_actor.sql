-- Verify ticketfirst:functions/session_actor on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.session_actor()' AS regprocedure);

ROLLBACK;
