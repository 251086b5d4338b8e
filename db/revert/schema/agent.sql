-- Revert ticketfirst:schema/agent from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.agent;

COMMIT;
