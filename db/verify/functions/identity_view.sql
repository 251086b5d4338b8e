-- Verify ticketfirst:functions/identity_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.identity_view(desk.identity)' AS regprocedure);

ROLLBACK;
