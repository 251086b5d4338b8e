-- Revert ticketfirst:functions/credential_name from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.credential_name(bigint, bigint, bigint);

COMMIT;
