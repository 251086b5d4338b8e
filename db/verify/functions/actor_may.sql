-- Verify ticketfirst:functions/actor_may on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_may(text [])' AS regprocedure);

ROLLBACK;
