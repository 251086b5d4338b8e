-- Verify ticketfirst:functions/comment_delete on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_delete(bigint,integer)' AS regprocedure);

ROLLBACK;
