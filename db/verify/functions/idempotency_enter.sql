-- Verify ticketfirst:functions/idempotency_enter on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.idempotency_enter(text, text, bytea)' AS regprocedure);

ROLLBACK;
