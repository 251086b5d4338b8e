-- Verify ticketfirst:functions/health on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.health()' AS regprocedure);

ROLLBACK;
