-- Verify ticketfirst:functions/actor_client_id on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_client_id()' AS regprocedure);

ROLLBACK;
