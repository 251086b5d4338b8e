-- Revert ticketfirst:functions/list_bound from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_bound(text [], text, text []);

COMMIT;
