-- Revert ticketfirst:functions/comment_restore from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_restore(bigint, integer);

COMMIT;
