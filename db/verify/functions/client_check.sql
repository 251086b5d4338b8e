-- Verify ticketfirst:functions/client_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.client_check()' AS regprocedure);

ROLLBACK;
