-- Verify ticketfirst:functions/comment_update on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_update(bigint,jsonb,integer)' AS regprocedure);

ROLLBACK;
