-- Revert ticketfirst:functions/token_view from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.token_view(desk.api_token);

COMMIT;
