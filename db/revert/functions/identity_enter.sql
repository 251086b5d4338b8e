-- Revert ticketfirst:functions/identity_enter from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.identity_enter(bytea);

COMMIT;
