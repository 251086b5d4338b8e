-- Revert ticketfirst:functions/administrator_guard from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.administrator_guard(internal.actor, text, text);

COMMIT;
