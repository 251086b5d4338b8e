-- Verify ticketfirst:functions/comment_lock on pg
BEGIN;

SELECT cast('internal.comment_lock(bigint,integer,boolean)' AS regprocedure);

ROLLBACK;
