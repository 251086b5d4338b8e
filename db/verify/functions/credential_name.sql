-- Verify ticketfirst:functions/credential_name on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.credential_name(bigint, bigint, bigint)' AS regprocedure);

ROLLBACK;
