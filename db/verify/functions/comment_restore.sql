-- Verify ticketfirst:functions/comment_restore on pg
BEGIN;

SELECT cast('api.comment_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
