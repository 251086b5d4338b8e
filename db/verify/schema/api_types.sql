-- Verify ticketfirst:schema/api_types on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('api.team_page' AS regtype);
SELECT cast('api.team_member_page' AS regtype);
SELECT cast('api.organisation_page' AS regtype);
SELECT cast('api.organisation_member_page' AS regtype);
SELECT cast('api.service_page' AS regtype);
SELECT cast('api.identity_page' AS regtype);
SELECT cast('api.ticket_page' AS regtype);
SELECT cast('api.comment_page' AS regtype);
SELECT cast('api.agent_page' AS regtype);
SELECT cast('api.client_page' AS regtype);
SELECT cast('api.event_page' AS regtype);
SELECT cast('api.token_page' AS regtype);
SELECT cast('api.ticket' AS regtype);
SELECT cast('api.comment' AS regtype);
SELECT cast('api.agent' AS regtype);
SELECT cast('api.client' AS regtype);
SELECT cast('api.event' AS regtype);
SELECT cast('api.token' AS regtype);
SELECT cast('api.new_token' AS regtype);
SELECT cast('api.team' AS regtype);
SELECT cast('api.team_member' AS regtype);
SELECT cast('api.organisation' AS regtype);
SELECT cast('api.organisation_member' AS regtype);
SELECT cast('api.service' AS regtype);
SELECT cast('api.identity' AS regtype);
SELECT cast('api.me' AS regtype);
SELECT cast('api.entry' AS regtype);
SELECT cast('api.health' AS regtype);
SELECT cast('api.rule' AS regtype);

ROLLBACK;
