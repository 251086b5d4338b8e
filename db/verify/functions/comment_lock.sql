-- Verify ticketfirst:functions/comment_lock on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.comment_lock(bigint, integer, internal.actor, text, boolean)' AS regprocedure);

ROLLBACK;
