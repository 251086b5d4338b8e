-- Verify ticketfirst:functions/enter on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.enter(bytea, text, timestamptz, text, bytea, text)' AS regprocedure);

ROLLBACK;
