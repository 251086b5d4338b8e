-- Verify ticketfirst:functions/actor_client_ids on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_client_ids()' AS regprocedure);

ROLLBACK;
