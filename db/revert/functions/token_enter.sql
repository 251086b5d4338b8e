-- Revert ticketfirst:functions/token_enter from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.token_enter(bytea);

COMMIT;
