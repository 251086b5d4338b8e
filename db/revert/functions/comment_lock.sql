-- Revert ticketfirst:functions/comment_lock from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.comment_lock(bigint, integer, internal.actor, text, boolean);

COMMIT;
