-- Verify ticketfirst:functions/comment_check on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.comment_check()' AS regprocedure);

ROLLBACK;
