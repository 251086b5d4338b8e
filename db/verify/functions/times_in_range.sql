-- Verify ticketfirst:functions/times_in_range on pg
BEGIN;

SELECT cast('internal.times_in_range(timestamptz [])' AS regprocedure);

ROLLBACK;
