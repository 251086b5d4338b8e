-- Verify ticketfirst:functions/token_create on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.token_create(bigint, text, timestamptz, bigint, bigint, text [])' AS regprocedure);

ROLLBACK;
