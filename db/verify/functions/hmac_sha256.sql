-- Verify ticketfirst:functions/hmac_sha256 on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.hmac_sha256(bytea, bytea)' AS regprocedure);

ROLLBACK;
