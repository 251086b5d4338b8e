-- Verify ticketfirst:functions/comment_move on pg
BEGIN;

SELECT cast('api.comment_move(bigint,bigint,integer)' AS regprocedure);

ROLLBACK;
