-- Revert ticketfirst:functions/administrator_require from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.administrator_require(text, text);

COMMIT;
