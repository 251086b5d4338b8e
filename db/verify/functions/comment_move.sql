-- Verify ticketfirst:functions/comment_move on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_move(bigint,bigint,integer)' AS regprocedure);

ROLLBACK;
