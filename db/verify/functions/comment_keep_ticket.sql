-- Verify ticketfirst:functions/comment_keep_ticket on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.comment_keep_ticket()' AS regprocedure);

ROLLBACK;
