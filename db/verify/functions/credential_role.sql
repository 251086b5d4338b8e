-- Verify ticketfirst:functions/credential_role on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.credential_role(bigint, bigint, bigint)' AS regprocedure);

ROLLBACK;
