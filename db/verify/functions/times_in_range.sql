-- Verify ticketfirst:functions/times_in_range on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.times_in_range(timestamptz [])' AS regprocedure);

ROLLBACK;
