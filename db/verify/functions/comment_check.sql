-- Verify ticketfirst:functions/comment_check on pg
BEGIN;

SELECT cast('internal.comment_check()' AS regprocedure);

ROLLBACK;
