-- Verify ticketfirst:functions/token_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.token_view(desk.api_token)' AS regprocedure);

ROLLBACK;
