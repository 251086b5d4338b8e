-- Revert ticketfirst:functions/comment_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.comment_view(desk.comment);

COMMIT;
