-- Revert ticketfirst:functions/times_in_range from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.times_in_range(timestamptz []);

COMMIT;
