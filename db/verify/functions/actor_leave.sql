-- Verify ticketfirst:functions/actor_leave on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_leave(text)' AS regprocedure);

ROLLBACK;
