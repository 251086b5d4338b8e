-- Deploy ticketfirst:schema/rule to pg
-- The rules that functions and triggers raise. Those that constraints keep are explained by the constraint's comment.
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.rule (
    name text NOT NULL,
    sqlstate text NOT NULL,
    explanation text NOT NULL,
    CONSTRAINT rule_pkey PRIMARY KEY (name),
    CONSTRAINT rule_name_shape CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT rule_sqlstate_shape CHECK (sqlstate ~ '^[0-9A-Z]{5}$')
);

COMMENT ON TABLE desk.rule IS 'What the rules mean that functions and triggers raise: the error''s CONSTRAINT is the name.';
COMMENT ON COLUMN desk.rule.name IS 'The rule, in snake case, as the error names it.';
COMMENT ON COLUMN desk.rule.sqlstate IS 'The SQLSTATE it is raised with; TF and three digits are the HTTP status it means.';
COMMENT ON COLUMN desk.rule.explanation IS 'What the rule says and what to do, for people.';
COMMENT ON CONSTRAINT rule_pkey ON desk.rule IS 'A rule is known by its name.';
COMMENT ON CONSTRAINT rule_name_shape ON desk.rule IS 'A rule''s name is snake case.';
COMMENT ON CONSTRAINT rule_sqlstate_shape ON desk.rule IS 'A rule''s SQLSTATE has five digits or capital letters.';

INSERT INTO desk.rule (name, sqlstate, explanation) VALUES
-- who is asking
('actor_unknown', '28000',
 'The caller is nobody: the gateway has not entered with a credential in this transaction, or the database role is not mapped to a live, active agent, client or service.'),
('token_invalid', '28000',
 'The token is unknown, revoked or expired, or whose it is is deleted or not active. Ask an administrator for another.'),
('assertion_invalid', '28000',
 'What the gateway says of a JWT is not signed with the key that this database knows, or too old: TICKETFIRST_JWT_KEY is not the key, or the clocks differ.'),
('identity_unknown', '28000',
 'The subject of the JWT is nobody here: desk.identity does not name it, or whom it names is deleted or not active.'),
('enter_not_alone', 'TF400',
 'The gateway''s caller is let in by a statement that is alone in its message: transactions in one message cannot be told apart.'),
('permission_missing', 'TF403', 'The caller''s role does not have the permission that the message names. desk.permission says which roles have it.'),
('scope_missing', 'TF403', 'The caller''s token is limited to scopes that do not include the one that the message names.'),
('behalf_shape', 'TF422', 'A call is on behalf of agent:<id> or client:<id>.'),
('behalf_not_one', 'TF422', 'A call is on behalf of one agent or one client.'),
('behalf_not_found', 'TF422', 'A call is on behalf of an agent or client who exists and is active.'),
('behalf_twice', 'TF403', 'A transaction acts on behalf of one other, and no further.'),
('request_id_shape', 'TF400',
 'A request id has 1 to 128 printable ASCII characters.'),
-- idempotency
('idempotency_key_reused', 'TF422',
 'The idempotency key was used before with another request. Take a new key for a new request.'),
('idempotency_key_unanswered', 'TF409',
 'The idempotency key was entered, but its request kept no answer; whether it did anything is not known. Read before trying again with a new key.'),
('idempotency_key_not_entered', 'TF409',
 'An answer can only be kept for the idempotency key that this transaction has entered with.'),
-- what does not exist, for this caller
('ticket_not_found', 'TF404', 'There is no such ticket, or it is deleted, or the caller may not see it.'),
('comment_not_found', 'TF404', 'There is no such comment, or it or its ticket is deleted, or the caller may not see it.'),
('agent_not_found', 'TF404', 'There is no such agent, or it is deleted.'),
('team_not_found', 'TF404', 'There is no such team, or it is deleted, or the caller may not see it.'),
('team_member_not_found', 'TF404', 'The agent is no member of the team, or the caller may not see it.'),
('organisation_not_found', 'TF404', 'There is no such organisation, or it is deleted, or the caller may not see it.'),
('organisation_member_not_found', 'TF404', 'The client is no member of the organisation, or the caller may not see it.'),
('service_not_found', 'TF404', 'There is no such service, or it is deleted, or the caller may not see it.'),
('identity_not_found', 'TF404', 'There is no such identity, or the caller may not see it.'),
('client_not_found', 'TF404', 'There is no such client, or it is deleted, or the caller may not see it.'),
('token_not_found', 'TF404', 'There is no such token, or it is revoked.'),
('token_actor_one', 'TF422', 'A token is made for one agent, client or service.'),
('token_actor_not_found', 'TF422', 'A token is made for an agent, client or service that exists and is not deleted.'),
('identity_actor_not_found', 'TF422', 'An identity is of an agent, client or service that exists and is not deleted.'),
-- optimistic locking
('ticket_version_stale', 'TF412', 'The ticket has changed since the version that the caller saw. Read it again and decide again.'),
('comment_version_stale', 'TF412', 'The comment has changed since the version that the caller saw. Read it again and decide again.'),
('agent_version_stale', 'TF412', 'The agent has changed since the version that the caller saw. Read it again and decide again.'),
('client_version_stale', 'TF412', 'The client has changed since the version that the caller saw. Read it again and decide again.'),
('team_version_stale', 'TF412', 'The team has changed since the version that the caller saw. Read it again and decide again.'),
('organisation_version_stale', 'TF412',
 'The organisation has changed since the version that the caller saw. Read it again and decide again.'),
('service_version_stale', 'TF412', 'The service has changed since the version that the caller saw. Read it again and decide again.'),
('token_version_stale', 'TF412', 'The token has changed since the version that the caller saw. Read it again and decide again.'),
-- tickets
('ticket_deleted', 'TF409', 'Nothing can be done to a deleted ticket, or to its comments, but restore it.'),
('ticket_client_not_found', 'TF422', 'A ticket is linked to a client that exists and is not deleted.'),
('ticket_client_inactive', 'TF422', 'A ticket is linked to a client that is active.'),
('ticket_client_deleted', 'TF409', 'A ticket can be restored only while its client is live. Restore the client first.'),
('ticket_agent_required', 'TF422', 'Assigning a ticket names an agent; unassigning it is another call.'),
('ticket_agent_not_found', 'TF422', 'A ticket is assigned to an agent who exists and is not deleted.'),
('ticket_agent_inactive', 'TF422', 'A ticket is assigned to an agent who is active.'),
('ticket_team_required', 'TF422', 'Giving a ticket to a team names the team; taking it from its team is another call.'),
('ticket_team_not_found', 'TF422', 'A ticket is given to a team that exists and is not deleted.'),
('ticket_team_deleted', 'TF409', 'A ticket can be restored only while its team is live. Restore the team first.'),
('ticket_agent_not_in_team', 'TF422', 'A ticket of a team is assigned to an agent who is in that team.'),
('ticket_not_own', 'TF403', 'A client sees the tickets of its organisation, but writes only on its own.'),
-- teams, organisations and services
('team_has_tickets', 'TF409', 'A team with live tickets is deleted only when these go to another team (reassign_to) in the same call.'),
('team_reassign_to_invalid', 'TF422', 'The tickets of a team that is deleted go to another team that is live.'),
('team_member_agent_not_found', 'TF422', 'A member of a team is an agent who exists and is not deleted.'),
('team_member_has_tickets', 'TF409', 'An agent leaves a team only without live tickets of it. Assign these to others first.'),
('organisation_member_client_not_found', 'TF422', 'A member of an organisation is a client who exists and is not deleted.'),
('organisation_member_elsewhere', 'TF409', 'A client is a member of one organisation at most. End the other membership first.'),
('organisation_has_members', 'TF409', 'An organisation with members cannot be deleted. End their membership first.'),
('service_role_unknown', 'TF422', 'A service has a role of kind service that desk.role has.'),
('service_own_role', 'TF403', 'A service does not give itself another role: somebody else does.'),
('permission_role_unknown', 'TF422', 'A permission is given to roles that desk.role has.'),
-- agents and clients
('agent_has_tickets', 'TF409',
 'An agent with live tickets is deactivated or deleted only when these are reassigned (reassign_to) or unassigned (unassign) in the same call.'),
('agent_reassign_conflict', 'TF422',
 'The tickets of an agent who is deactivated go to another agent (reassign_to) or to nobody (unassign), not both; an agent who stays active keeps them.'),
('agent_reassign_to_invalid', 'TF422', 'The tickets of an agent go to another agent who is live and active.'),
('client_has_tickets', 'TF409', 'A client with live tickets cannot be deleted. Delete the tickets or link them to another client first.'),
-- comments
('comment_author_required', 'TF422', 'A caller who is neither agent nor client names the comment''s author.'),
('comment_not_own', 'TF403', 'A client changes no comments but its own.'),
('comment_author_not_found', 'TF422', 'A comment''s author is an agent or a client who exists and is not deleted.'),
('comment_client_own_ticket', 'TF422', 'A client writes only on its own tickets.'),
('comment_ticket_not_found', 'TF422', 'A comment is moved to a ticket that exists and is not deleted.'),
-- merge patches
('changes_not_object', 'TF422', 'Changes are a JSON object: a merge patch (RFC 7396).'),
('changes_field_unknown', 'TF422', 'The changes name a field that this object does not have, or that cannot be changed this way.'),
('changes_field_type', 'TF422', 'A field of the changes has another JSON type than this object''s field.'),
-- lists
('list_limit_range', 'TF422', 'A list returns at least 1 row and at most as many as the message says.'),
('list_sort_unknown', 'TF422', 'A list is sorted by one of the fields that the message names, with - before it for descending.'),
('ticket_words_length', 'TF422', 'The words that are looked for in subjects have at most 200 characters together, as a subject has.'),
('cursor_invalid', 'TF400', 'The cursor is broken, or it belongs to another list, order or filter. Start again from the first page.'),
-- the rules themselves
('rule_not_found', 'TF404', 'There is no such rule.'),
-- the journal
('event_append_only', 'TF403', 'The journal is append-only, and written by triggers alone: nobody but a superuser can add to it by hand, change or delete it.'),
('truncate_refused', 'TF403', 'TRUNCATE would leave no trace in the journal. Use DELETE, or delete softly.'),
('isolation_read_committed', 'TF400',
 'What tickets or members are linked to (an agent, client, team, organisation or membership) is deleted or deactivated under READ COMMITTED: another isolation level could not see what was linked meanwhile.');

ALTER TABLE desk.rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON desk.rule TO ticketfirst_api;

COMMIT;
