-- Revert ticketfirst:functions/comment_update from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_update(bigint, jsonb, integer);

COMMIT;
