-- Verify ticketfirst:functions/client_view on pg
BEGIN;

SELECT cast('internal.client_view(desk.client)' AS regprocedure);

ROLLBACK;
