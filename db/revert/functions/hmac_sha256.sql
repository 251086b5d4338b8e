-- Revert ticketfirst:functions/hmac_sha256 from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.hmac_sha256(bytea, bytea);

COMMIT;
