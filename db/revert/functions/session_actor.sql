-- Revert ticketfirst:functions/session_actor from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP FUNCTION internal.session_actor();

COMMIT;
