-- Verify ticketfirst:functions/comment_delete on pg
BEGIN;

SELECT cast('api.comment_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
