-- Revert ticketfirst:schema/token_use from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.token_use;

COMMIT;
