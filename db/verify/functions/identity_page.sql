-- Verify ticketfirst:functions/identity_page on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.identity_page(text, bigint, bigint, bigint, integer, text)' AS regprocedure);

ROLLBACK;
