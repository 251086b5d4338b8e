-- Revert ticketfirst:functions/credential_role from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.credential_role(bigint, bigint, bigint);

COMMIT;
