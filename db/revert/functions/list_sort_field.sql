-- Revert ticketfirst:functions/list_sort_field from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_sort_field(text, text []);

COMMIT;
