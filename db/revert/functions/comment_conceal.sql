-- Revert ticketfirst:functions/comment_conceal from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.comment_conceal(bigint, internal.actor, integer);

COMMIT;
