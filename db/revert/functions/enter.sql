-- Revert ticketfirst:functions/enter from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION api.enter(bytea, text, timestamptz, text, bytea, text);

COMMIT;
