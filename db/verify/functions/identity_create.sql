-- Verify ticketfirst:functions/identity_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.identity_create(text, text, bigint, bigint, bigint)' AS regprocedure);

ROLLBACK;
