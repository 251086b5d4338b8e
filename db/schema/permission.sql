-- Deploy ticketfirst:schema/permission to pg
-- Who may do what. A permission is called after the public function that asks for it; those that begin with see_ are asked by
-- the policies. To change one: UPDATE desk.permission SET roles = array_append(roles, 'agent') WHERE name = 'ticket_hand_over';
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.permission (
    name text NOT NULL,
    scope text,
    roles text [] NOT NULL,
    explanation text NOT NULL,
    CONSTRAINT permission_pkey PRIMARY KEY (name),
    CONSTRAINT permission_name_shape CHECK (name ~ '^[a-z]+(_[a-z]+)+$'),
    CONSTRAINT permission_scope_known
    CHECK (scope IN ('tickets:read', 'tickets:write', 'clients:read', 'clients:write', 'agents:read', 'admin', 'clock', 'behalf')),
    CONSTRAINT permission_scope_needed CHECK ((scope IS NULL) = starts_with(name, 'see_'))
);

COMMENT ON TABLE desk.permission IS
'Who may do what: a public function asks for the permission of its name, a policy for those that begin with see_. Changed by a DBA with one UPDATE, in force from the next call on.';
COMMENT ON COLUMN desk.permission.name IS 'The permission.';
COMMENT ON COLUMN desk.permission.scope IS 'The scope that a token limited to scopes needs for it; NULL: none, as for everything seen.';
COMMENT ON COLUMN desk.permission.roles IS 'The roles that have it, of desk.role.';
COMMENT ON COLUMN desk.permission.explanation IS 'What it allows, for people.';
COMMENT ON CONSTRAINT permission_pkey ON desk.permission IS 'A permission is known by its name.';
COMMENT ON CONSTRAINT permission_name_shape ON desk.permission IS 'A permission''s name is snake case, of two words or more.';
COMMENT ON CONSTRAINT permission_scope_known ON desk.permission IS
'A scope is one of tickets:read, tickets:write, clients:read, clients:write, agents:read, admin, clock and behalf.';
COMMENT ON CONSTRAINT permission_scope_needed ON desk.permission IS
'What is done needs a scope, what is seen (see_…) has none.';

-- enter reads the few sights of a role at each call.
CREATE INDEX permission_sight ON desk.permission (name) WHERE scope IS NULL;
COMMENT ON INDEX desk.permission_sight IS 'The permissions that the policies ask for.';

INSERT INTO desk.permission (name, scope, roles, explanation) VALUES
-- tickets and their comments
('ticket_create', 'tickets:write', '{admin,lead,agent,client,importer}', 'Make tickets; a client makes its own.'),
('ticket_get', 'tickets:read', '{admin,lead,agent,client,importer,monitor}', 'Read a ticket.'),
('ticket_list', 'tickets:read', '{admin,lead,agent,client,importer,monitor}', 'List tickets.'),
('ticket_history', 'tickets:read', '{admin,lead,agent,client,importer,monitor}', 'Read what happened to a ticket.'),
('ticket_update', 'tickets:write', '{admin,lead,agent,importer}', 'Change what a ticket says.'),
('ticket_delete', 'tickets:write', '{admin,lead,agent,importer}', 'Delete tickets.'),
('ticket_restore', 'tickets:write', '{admin,lead,agent,importer}', 'Restore deleted tickets.'),
('ticket_assign_agent', 'tickets:write', '{admin,lead,agent,importer}', 'Assign tickets to agents.'),
('ticket_unassign_agent', 'tickets:write', '{admin,lead,agent,importer}', 'Take tickets from their agents.'),
('ticket_assign_team', 'tickets:write', '{admin,lead,agent,importer}', 'Give tickets to teams.'),
('ticket_unassign_team', 'tickets:write', '{admin,lead,agent,importer}', 'Take tickets from their teams, so that all agents see them.'),
('ticket_hand_over', 'tickets:write', '{admin,lead,importer}', 'Give a ticket to a team whose tickets the caller does not see.'),
('ticket_assign_client', 'tickets:write', '{admin,lead,agent,importer}', 'Link tickets to other clients.'),
('comment_create', 'tickets:write', '{admin,lead,agent,client,importer}', 'Comment on tickets; a client on its own.'),
('comment_get', 'tickets:read', '{admin,lead,agent,client,importer,monitor}', 'Read a comment.'),
('comment_list', 'tickets:read', '{admin,lead,agent,client,importer,monitor}', 'List the comments of a ticket.'),
('comment_update', 'tickets:write', '{admin,lead,agent,importer}', 'Edit comments; a client its own.'),
('comment_delete', 'tickets:write', '{admin,lead,agent,importer}', 'Delete comments; a client its own.'),
('comment_restore', 'tickets:write', '{admin,lead,agent,importer}', 'Restore deleted comments.'),
('comment_move', 'tickets:write', '{admin,lead,agent,importer}', 'Move comments to other tickets.'),
('comment_author', 'tickets:write', '{admin,importer}', 'Comment in the name of another agent, or of a client.'),
-- clients and their organisations
('client_create', 'clients:write', '{admin,lead,agent,importer}', 'Make clients; takes see_clients too.'),
('client_get', 'clients:read', '{admin,lead,agent,client,portal,importer,monitor}', 'Read a client; a client itself.'),
('client_list', 'clients:read', '{admin,lead,agent,portal,importer,monitor}', 'List clients.'),
('client_update', 'clients:write', '{admin,lead,agent,importer}', 'Change clients.'),
('client_delete', 'clients:write', '{admin,lead,agent,importer}', 'Delete clients.'),
('client_restore', 'clients:write', '{admin,lead,agent,importer}', 'Restore deleted clients.'),
('organisation_create', 'admin', '{admin}', 'Make organisations; takes see_clients too.'),
('organisation_get', 'clients:read', '{admin,lead,agent,client,portal,importer,monitor}', 'Read an organisation; a client its own.'),
('organisation_list', 'clients:read', '{admin,lead,agent,portal,importer,monitor}', 'List organisations.'),
('organisation_update', 'admin', '{admin}', 'Change organisations, and whether their members see each other''s tickets.'),
('organisation_delete', 'admin', '{admin}', 'Delete organisations.'),
('organisation_restore', 'admin', '{admin}', 'Restore deleted organisations.'),
('organisation_member_list', 'clients:read', '{admin,lead,agent,portal,importer,monitor}', 'List the members of an organisation.'),
('organisation_member_add', 'admin', '{admin}', 'Make clients members of organisations.'),
('organisation_member_remove', 'admin', '{admin}', 'End the membership of clients.'),
-- agents and their teams
('agent_create', 'admin', '{admin}', 'Make agents.'),
('agent_get', 'agents:read', '{admin,lead,agent,client,importer,monitor}', 'Read an agent; a client without the email address.'),
('agent_list', 'agents:read', '{admin,lead,agent,importer,monitor}', 'List agents.'),
('agent_update', 'admin', '{admin}', 'Change agents, and their roles.'),
('agent_delete', 'admin', '{admin}', 'Delete agents.'),
('agent_restore', 'admin', '{admin}', 'Restore deleted agents.'),
('team_create', 'admin', '{admin}', 'Make teams; takes see_teams too.'),
('team_get', 'agents:read', '{admin,lead,agent,importer,monitor}', 'Read a team.'),
('team_list', 'agents:read', '{admin,lead,agent,importer,monitor}', 'List teams.'),
('team_update', 'admin', '{admin}', 'Change teams.'),
('team_delete', 'admin', '{admin}', 'Delete teams.'),
('team_restore', 'admin', '{admin}', 'Restore deleted teams.'),
('team_member_list', 'agents:read', '{admin,lead,agent,importer,monitor}', 'List the members of a team.'),
('team_member_add', 'admin', '{admin}', 'Make agents members of teams.'),
('team_member_remove', 'admin', '{admin}', 'End the membership of agents.'),
-- who may enter
('service_create', 'admin', '{admin}', 'Make services; takes see_credentials too.'),
('service_get', 'admin', '{admin}', 'Read a service.'),
('service_list', 'admin', '{admin}', 'List services.'),
('service_update', 'admin', '{admin}', 'Change services, and their roles.'),
('service_delete', 'admin', '{admin}', 'Delete services.'),
('service_restore', 'admin', '{admin}', 'Restore deleted services.'),
('token_create', 'admin', '{admin}', 'Make tokens for agents, clients and services; takes see_credentials too.'),
('token_list', 'admin', '{admin}', 'List tokens.'),
('token_revoke', 'admin', '{admin}', 'Revoke tokens.'),
('identity_create', 'admin', '{admin}', 'Let the subjects of other issuers enter as agents, clients and services; takes see_credentials too.'),
('identity_list', 'admin', '{admin}', 'List the subjects of other issuers.'),
('identity_delete', 'admin', '{admin}', 'Let a subject of another issuer enter no more.'),
-- what is special
('administrator_manage', 'admin', '{admin}',
 'Make agents administrators; change, delete, make tokens for, and act on behalf of administrators.'),
('act_for_agent', 'behalf', '{admin}', 'Act on behalf of an agent.'),
('act_for_client', 'behalf', '{admin,portal}', 'Act on behalf of a client.'),
('clock_set', 'clock', '{admin,importer}', 'Set the time that a call counts by; so does whoever has a token with scope clock.'),
('deleted_list', 'admin', '{admin,monitor}', 'List deleted rows, and read the history of deleted tickets.'),
-- what is seen, whatever the function: the row security policies ask these
('see_all_tickets', NULL, '{admin,importer,monitor}', 'Tickets of all teams and clients; with see_internal_comments, the journal of everything.'),
('see_unassigned_tickets', NULL, '{lead,agent}', 'Tickets of no team.'),
('see_internal_comments', NULL, '{admin,lead,agent,importer,monitor}', 'Internal comments and events, and how many there are.'),
('see_clients', NULL, '{admin,lead,agent,portal,importer,monitor}', 'Clients and organisations other than the caller''s own.'),
('see_agent_emails', NULL, '{admin,lead,agent,importer,monitor}', 'The email addresses of agents.'),
('see_teams', NULL, '{admin,lead,agent,importer,monitor}', 'Teams and their members.'),
('see_credentials', NULL, '{admin}', 'Services, tokens and identities.');

ALTER TABLE desk.permission ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON desk.permission TO ticketfirst_api;

COMMIT;
