-- Verify ticketfirst:functions/health on pg
BEGIN;

SELECT cast('api.health()' AS regprocedure);

ROLLBACK;
