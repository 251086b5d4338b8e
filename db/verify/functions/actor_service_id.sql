-- Verify ticketfirst:functions/actor_service_id on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_service_id()' AS regprocedure);

ROLLBACK;
