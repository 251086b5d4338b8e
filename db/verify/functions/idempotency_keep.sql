-- Verify ticketfirst:functions/idempotency_keep on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.idempotency_keep(text,json)' AS regprocedure);

ROLLBACK;
