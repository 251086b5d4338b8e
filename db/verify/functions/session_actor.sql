-- Verify ticketfirst:functions/session_actor on pg
BEGIN;

SELECT cast('internal.session_actor()' AS regprocedure);

ROLLBACK;
