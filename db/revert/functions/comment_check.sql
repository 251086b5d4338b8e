-- Revert ticketfirst:functions/comment_check from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.comment_check();

COMMIT;
