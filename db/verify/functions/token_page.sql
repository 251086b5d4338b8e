-- Verify ticketfirst:functions/token_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.token_page(bigint, text, integer, text, boolean, bigint, bigint)' AS regprocedure);

ROLLBACK;
