-- Verify ticketfirst:functions/comment_keep_ticket on pg
BEGIN;

SELECT cast('internal.comment_keep_ticket()' AS regprocedure);

ROLLBACK;
