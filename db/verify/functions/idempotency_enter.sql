-- Verify ticketfirst:functions/idempotency_enter on pg
BEGIN;

SELECT cast('internal.idempotency_enter(bigint,text,bytea)' AS regprocedure);

ROLLBACK;
