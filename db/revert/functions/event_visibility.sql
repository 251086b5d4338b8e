-- Revert ticketfirst:functions/event_visibility from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.event_visibility(text, jsonb, jsonb, jsonb);

COMMIT;
