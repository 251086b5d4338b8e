-- Verify ticketfirst:functions/token_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.token_list(bigint, text, integer, text, boolean, bigint, bigint)' AS regprocedure);

ROLLBACK;
