-- Revert ticketfirst:functions/comment_create from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_create(bigint, text, text, bigint, bigint);

COMMIT;
