-- Revert ticketfirst:schema/idempotency_key from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.idempotency_key;

COMMIT;
