-- Verify ticketfirst:functions/comment_get on pg
BEGIN;

SELECT cast('api.comment_get(bigint)' AS regprocedure);

ROLLBACK;
