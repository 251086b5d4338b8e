-- Verify ticketfirst:functions/me on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.me()' AS regprocedure);

ROLLBACK;
