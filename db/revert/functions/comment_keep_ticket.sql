-- Revert ticketfirst:functions/comment_keep_ticket from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.comment_keep_ticket();

COMMIT;
