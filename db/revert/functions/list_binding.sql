-- Revert ticketfirst:functions/list_binding from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.list_binding(text []);

COMMIT;
