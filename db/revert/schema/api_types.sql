-- Revert ticketfirst:schema/api_types from pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

DROP TYPE api.team_page;
DROP TYPE api.team_member_page;
DROP TYPE api.organisation_page;
DROP TYPE api.organisation_member_page;
DROP TYPE api.service_page;
DROP TYPE api.identity_page;
DROP TYPE api.ticket_page;
DROP TYPE api.comment_page;
DROP TYPE api.agent_page;
DROP TYPE api.client_page;
DROP TYPE api.event_page;
DROP TYPE api.token_page;
DROP TYPE api.ticket;
DROP TYPE api.comment;
DROP TYPE api.agent;
DROP TYPE api.client;
DROP TYPE api.event;
DROP TYPE api.token;
DROP TYPE api.new_token;
DROP TYPE api.team;
DROP TYPE api.team_member;
DROP TYPE api.organisation;
DROP TYPE api.organisation_member;
DROP TYPE api.service;
DROP TYPE api.identity;
DROP TYPE api.me;
DROP TYPE api.entry;
DROP TYPE api.health;
DROP TYPE api.rule;

COMMIT;
