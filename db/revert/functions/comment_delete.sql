-- Revert ticketfirst:functions/comment_delete from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_delete(bigint, integer);

COMMIT;
