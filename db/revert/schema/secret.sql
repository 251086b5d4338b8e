-- Revert ticketfirst:schema/secret from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.secret;

COMMIT;
