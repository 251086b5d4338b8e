-- Revert ticketfirst:functions/truncate_refuse from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.truncate_refuse();

COMMIT;
