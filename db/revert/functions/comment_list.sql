-- Revert ticketfirst:functions/comment_list from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_list(bigint, text, integer, text, boolean);

COMMIT;
