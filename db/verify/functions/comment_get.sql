-- Verify ticketfirst:functions/comment_get on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_get(bigint)' AS regprocedure);

ROLLBACK;
