-- Revert ticketfirst:functions/comment_move from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_move(bigint, bigint, integer);

COMMIT;
