-- Verify ticketfirst:functions/service_view on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.service_view(desk.service)' AS regprocedure);

ROLLBACK;
