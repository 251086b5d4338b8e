-- Revert ticketfirst:functions/assertion_key_set from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.assertion_key_set(bytea);

COMMIT;
