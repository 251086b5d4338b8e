-- Verify ticketfirst:functions/token_view on pg
BEGIN;

SELECT cast('internal.token_view(desk.api_token)' AS regprocedure);

ROLLBACK;
