-- Verify ticketfirst:functions/comment_restore on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.comment_restore(bigint,integer)' AS regprocedure);

ROLLBACK;
