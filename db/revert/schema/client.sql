-- Revert ticketfirst:schema/client from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.client;

COMMIT;
