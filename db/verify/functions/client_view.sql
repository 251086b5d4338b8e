-- Verify ticketfirst:functions/client_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.client_view(desk.client)' AS regprocedure);

ROLLBACK;
