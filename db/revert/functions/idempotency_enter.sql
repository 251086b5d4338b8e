-- Revert ticketfirst:functions/idempotency_enter from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.idempotency_enter(text, text, bytea);

COMMIT;
