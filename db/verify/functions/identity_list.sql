-- Verify ticketfirst:functions/identity_list on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.identity_list(text, bigint, bigint, bigint, integer, text)' AS regprocedure);

ROLLBACK;
