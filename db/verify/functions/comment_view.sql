-- Verify ticketfirst:functions/comment_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.comment_view(desk.comment)' AS regprocedure);

ROLLBACK;
