-- Revert ticketfirst:schema/service from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.service;

COMMIT;
