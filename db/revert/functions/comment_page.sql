-- Revert ticketfirst:functions/comment_page from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP FUNCTION api.comment_page(bigint, text, integer, text, boolean);

COMMIT;
