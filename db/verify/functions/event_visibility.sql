-- Verify ticketfirst:functions/event_visibility on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.event_visibility(text, jsonb, jsonb, jsonb)' AS regprocedure);

ROLLBACK;
