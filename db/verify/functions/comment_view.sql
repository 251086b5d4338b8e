-- Verify ticketfirst:functions/comment_view on pg
BEGIN;

SELECT cast('internal.comment_view(desk.comment)' AS regprocedure);

ROLLBACK;
