-- Verify ticketfirst:functions/token_revoke on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.token_revoke(bigint,integer)' AS regprocedure);

ROLLBACK;
