-- Verify ticketfirst:functions/token_revoke on pg
BEGIN;

SELECT cast('api.token_revoke(bigint,integer)' AS regprocedure);

ROLLBACK;
