-- Revert ticketfirst:functions/changes_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.changes_require(jsonb, jsonb);

COMMIT;
