-- Verify ticketfirst:functions/comment_conceal on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.comment_conceal(bigint, internal.actor, integer)' AS regprocedure);

ROLLBACK;
