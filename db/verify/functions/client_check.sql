-- Verify ticketfirst:functions/client_check on pg
BEGIN;

SELECT cast('internal.client_check()' AS regprocedure);

ROLLBACK;
