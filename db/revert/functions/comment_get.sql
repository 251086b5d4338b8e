-- Revert ticketfirst:functions/comment_get from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_get(bigint);

COMMIT;
