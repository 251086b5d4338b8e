-- Verify ticketfirst:functions/actor_sees on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor_sees(text)' AS regprocedure);

ROLLBACK;
