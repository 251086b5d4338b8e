-- Verify ticketfirst:functions/idempotency_keep on pg
BEGIN;

SELECT cast('api.idempotency_keep(text,json)' AS regprocedure);

ROLLBACK;
