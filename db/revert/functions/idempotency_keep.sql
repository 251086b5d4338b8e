-- Revert ticketfirst:functions/idempotency_keep from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION api.idempotency_keep(text, json);

COMMIT;
