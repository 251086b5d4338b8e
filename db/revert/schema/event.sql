-- Revert ticketfirst:schema/event from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TABLE desk.event;
DROP DOMAIN desk.event_request_id;
DROP DOMAIN desk.event_visibility;
DROP DOMAIN desk.event_action;
DROP DOMAIN desk.event_entity;

COMMIT;
