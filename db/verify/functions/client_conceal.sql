-- Verify ticketfirst:functions/client_conceal on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.client_conceal(bigint, integer)' AS regprocedure);

ROLLBACK;
