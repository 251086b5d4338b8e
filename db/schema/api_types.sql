-- Deploy ticketfirst:schema/api_types to pg
-- What the public functions return: composite types, since a view's columns cannot be taken back.
-- A later field: ALTER TYPE … ADD ATTRIBUTE in the script that also replaces every function returning the type.
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE TYPE api.ticket AS (
    id bigint,
    subject text,
    description text,
    client_id bigint,
    agent_id bigint,
    team_id bigint,
    comment_count integer,
    last_comment_at timestamptz,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.ticket IS 'A ticket, as desk.ticket has it.';
COMMENT ON COLUMN api.ticket.id IS 'Identity.';
COMMENT ON COLUMN api.ticket.subject IS 'What it is about: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.ticket.description IS 'The request at length, up to 65,536 characters.';
COMMENT ON COLUMN api.ticket.client_id IS 'Whose request it is.';
COMMENT ON COLUMN api.ticket.agent_id IS 'Who works on it; NULL while unassigned.';
COMMENT ON COLUMN api.ticket.team_id IS 'Whose members see it; NULL: all agents.';
COMMENT ON COLUMN api.ticket.comment_count IS 'How many live comments it has; of those a client may see, for a client.';
COMMENT ON COLUMN api.ticket.last_comment_at IS 'When its newest live comment was made; of those a client may see, for a client.';
COMMENT ON COLUMN api.ticket.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.ticket.created_at IS 'When it was made.';
COMMENT ON COLUMN api.ticket.updated_at IS 'When it last changed.';

CREATE TYPE api.comment AS (
    id bigint,
    ticket_id bigint,
    author_agent_id bigint,
    author_client_id bigint,
    body text,
    visibility text,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.comment IS 'A comment, as desk.comment has it.';
COMMENT ON COLUMN api.comment.id IS 'Identity.';
COMMENT ON COLUMN api.comment.ticket_id IS 'The ticket it stands on.';
COMMENT ON COLUMN api.comment.author_agent_id IS 'The agent who wrote it; NULL where a client did.';
COMMENT ON COLUMN api.comment.author_client_id IS 'The client who wrote it; NULL where an agent did.';
COMMENT ON COLUMN api.comment.body IS 'What it says: 1 to 65,536 characters.';
COMMENT ON COLUMN api.comment.visibility IS 'public, or internal: not for the client.';
COMMENT ON COLUMN api.comment.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.comment.created_at IS 'When it was made.';
COMMENT ON COLUMN api.comment.updated_at IS 'When it last changed.';

CREATE TYPE api.agent AS (
    id bigint,
    name text,
    email text,
    role text,
    active boolean,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.agent IS 'An agent, as desk.agent has it.';
COMMENT ON COLUMN api.agent.id IS 'Identity.';
COMMENT ON COLUMN api.agent.name IS 'What people call the agent: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.agent.email IS 'Email address, unique among the live agents without regard to case; NULL for clients, who do not see it.';
COMMENT ON COLUMN api.agent.role IS 'agent, lead or admin.';
COMMENT ON COLUMN api.agent.active IS 'Whether the agent may enter and be assigned tickets.';
COMMENT ON COLUMN api.agent.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.agent.created_at IS 'When it was made.';
COMMENT ON COLUMN api.agent.updated_at IS 'When it last changed.';

CREATE TYPE api.client AS (
    id bigint,
    name text,
    email text,
    active boolean,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.client IS 'A client, as desk.client has it.';
COMMENT ON COLUMN api.client.id IS 'Identity.';
COMMENT ON COLUMN api.client.name IS 'What people call the client: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.client.email IS 'Email address, unique among the live clients without regard to case.';
COMMENT ON COLUMN api.client.active IS 'Whether new tickets may be linked to the client.';
COMMENT ON COLUMN api.client.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.client.created_at IS 'When it was made.';
COMMENT ON COLUMN api.client.updated_at IS 'When it last changed.';

CREATE TYPE api.event AS (
    id bigint,
    entity text,
    entity_id bigint,
    action text,
    version integer,
    changes jsonb,
    visibility text,
    actor_agent_id bigint,
    actor_client_id bigint,
    actor_service_id bigint,
    by_agent_id bigint,
    by_service_id bigint,
    database_role text,
    request_id text,
    happened_at timestamptz
);
COMMENT ON TYPE api.event IS 'A change of a ticket or of one of its comments, as desk.event has it.';
COMMENT ON COLUMN api.event.id IS 'Identity.';
COMMENT ON COLUMN api.event.entity IS 'What changed: ticket or comment.';
COMMENT ON COLUMN api.event.entity_id IS 'The id of what changed.';
COMMENT ON COLUMN api.event.action IS 'create, update, delete, restore or purge.';
COMMENT ON COLUMN api.event.version IS 'The row''s version after the change.';
COMMENT ON COLUMN api.event.changes IS 'The changed fields: {"subject": {"from": …, "to": …}, …}.';
COMMENT ON COLUMN api.event.visibility IS 'public, or internal: what clients do not see.';
COMMENT ON COLUMN api.event.actor_agent_id IS 'The agent who did it, or in whose name it was done; NULL where it was another.';
COMMENT ON COLUMN api.event.actor_client_id IS 'The client who did it, or in whose name it was done; NULL where it was another.';
COMMENT ON COLUMN api.event.actor_service_id IS 'The service that did it; NULL where it was another.';
COMMENT ON COLUMN api.event.by_agent_id IS 'The agent who did it on behalf of the actor; NULL where the actor did it.';
COMMENT ON COLUMN api.event.by_service_id IS 'The service that did it on behalf of the actor; NULL where the actor did it.';
COMMENT ON COLUMN api.event.database_role IS 'The database role that did it; NULL for clients, who do not see it.';
COMMENT ON COLUMN api.event.request_id IS 'The request that did it.';
COMMENT ON COLUMN api.event.happened_at IS 'When it happened.';

CREATE TYPE api.token AS (
    id bigint,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    name text,
    scopes text [],
    expires_at timestamptz,
    last_used_at timestamptz,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.token IS 'A token, without its secret.';
COMMENT ON COLUMN api.token.id IS 'Identity.';
COMMENT ON COLUMN api.token.agent_id IS 'The agent whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN api.token.client_id IS 'The client whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN api.token.service_id IS 'The service whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN api.token.name IS 'What it is for: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.token.scopes IS 'What it is limited to; NULL: nothing but the actor''s own rights.';
COMMENT ON COLUMN api.token.expires_at IS 'From when on it opens nothing; NULL: never.';
COMMENT ON COLUMN api.token.last_used_at IS 'When it was last used, to a minute; NULL: never.';
COMMENT ON COLUMN api.token.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.token.created_at IS 'When it was made.';
COMMENT ON COLUMN api.token.updated_at IS 'When it last changed.';

CREATE TYPE api.new_token AS (
    id bigint,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    name text,
    scopes text [],
    expires_at timestamptz,
    last_used_at timestamptz,
    version integer,
    created_at timestamptz,
    updated_at timestamptz,
    secret text
);
COMMENT ON TYPE api.new_token IS 'A token just made, with its secret: shown this once and kept nowhere.';
COMMENT ON COLUMN api.new_token.id IS 'Identity.';
COMMENT ON COLUMN api.new_token.agent_id IS 'The agent whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN api.new_token.client_id IS 'The client whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN api.new_token.service_id IS 'The service whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN api.new_token.name IS 'What it is for: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.new_token.scopes IS 'What it is limited to; NULL: nothing but the actor''s own rights.';
COMMENT ON COLUMN api.new_token.expires_at IS 'From when on it opens nothing; NULL: never.';
COMMENT ON COLUMN api.new_token.last_used_at IS 'When it was last used, to a minute; NULL: never.';
COMMENT ON COLUMN api.new_token.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.new_token.created_at IS 'When it was made.';
COMMENT ON COLUMN api.new_token.updated_at IS 'When it last changed.';
COMMENT ON COLUMN api.new_token.secret IS 'tf_ and 64 hexadecimal digits (256 random bits).';

CREATE TYPE api.team AS (
    id bigint,
    name text,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.team IS 'A team, as desk.team has it.';
COMMENT ON COLUMN api.team.id IS 'Identity.';
COMMENT ON COLUMN api.team.name IS 'What people call it: one line, 1 to 200 characters, unique among the live ones.';
COMMENT ON COLUMN api.team.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.team.created_at IS 'When it was made.';
COMMENT ON COLUMN api.team.updated_at IS 'When it last changed.';

CREATE TYPE api.team_member AS (
    team_id bigint,
    agent_id bigint,
    created_at timestamptz
);
COMMENT ON TYPE api.team_member IS 'That an agent is a member of a team.';
COMMENT ON COLUMN api.team_member.team_id IS 'The team.';
COMMENT ON COLUMN api.team_member.agent_id IS 'The agent who is a member.';
COMMENT ON COLUMN api.team_member.created_at IS 'Since when.';

CREATE TYPE api.organisation AS (
    id bigint,
    name text,
    is_shared boolean,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.organisation IS 'An organisation, as desk.organisation has it.';
COMMENT ON COLUMN api.organisation.id IS 'Identity.';
COMMENT ON COLUMN api.organisation.name IS 'What people call it: one line, 1 to 200 characters, unique among the live ones.';
COMMENT ON COLUMN api.organisation.is_shared IS 'Whether its members see each other''s tickets.';
COMMENT ON COLUMN api.organisation.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.organisation.created_at IS 'When it was made.';
COMMENT ON COLUMN api.organisation.updated_at IS 'When it last changed.';

CREATE TYPE api.organisation_member AS (
    organisation_id bigint,
    client_id bigint,
    created_at timestamptz
);
COMMENT ON TYPE api.organisation_member IS 'That a client is a member of an organisation.';
COMMENT ON COLUMN api.organisation_member.organisation_id IS 'The organisation.';
COMMENT ON COLUMN api.organisation_member.client_id IS 'The client who is a member.';
COMMENT ON COLUMN api.organisation_member.created_at IS 'Since when.';

CREATE TYPE api.service AS (
    id bigint,
    name text,
    role text,
    active boolean,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.service IS 'A service, as desk.service has it.';
COMMENT ON COLUMN api.service.id IS 'Identity.';
COMMENT ON COLUMN api.service.name IS 'What people call it: one line, 1 to 200 characters, unique among the live ones.';
COMMENT ON COLUMN api.service.role IS 'Its set of permissions: a role of kind service.';
COMMENT ON COLUMN api.service.active IS 'Whether it may enter.';
COMMENT ON COLUMN api.service.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.service.created_at IS 'When it was made.';
COMMENT ON COLUMN api.service.updated_at IS 'When it last changed.';

CREATE TYPE api.identity AS (
    id bigint,
    issuer text,
    subject text,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    created_at timestamptz
);
COMMENT ON TYPE api.identity IS 'Who a subject of another issuer is here.';
COMMENT ON COLUMN api.identity.id IS 'Identity.';
COMMENT ON COLUMN api.identity.issuer IS 'The claim iss of its JWT.';
COMMENT ON COLUMN api.identity.subject IS 'The claim sub of its JWT.';
COMMENT ON COLUMN api.identity.agent_id IS 'The agent it enters as; NULL where it is another''s.';
COMMENT ON COLUMN api.identity.client_id IS 'The client it enters as; NULL where it is another''s.';
COMMENT ON COLUMN api.identity.service_id IS 'The service it enters as; NULL where it is another''s.';
COMMENT ON COLUMN api.identity.created_at IS 'When it was made.';

CREATE TYPE api.me AS (
    role text,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    name text,
    by_agent_id bigint,
    by_service_id bigint,
    team_ids bigint [],
    organisation_id bigint,
    scopes text [],
    permissions text []
);
COMMENT ON TYPE api.me IS 'Who is asking, and what it may do.';
COMMENT ON COLUMN api.me.role IS 'The role of the caller.';
COMMENT ON COLUMN api.me.agent_id IS 'The agent that the caller is; NULL for all others.';
COMMENT ON COLUMN api.me.client_id IS 'The client that the caller is; NULL for all others.';
COMMENT ON COLUMN api.me.service_id IS 'The service that the caller is; NULL for all others.';
COMMENT ON COLUMN api.me.name IS 'What people call the caller; of an administrator of the database, its login role.';
COMMENT ON COLUMN api.me.by_agent_id IS 'The agent who acts on behalf of the caller; NULL where it acts itself.';
COMMENT ON COLUMN api.me.by_service_id IS 'The service that acts on behalf of the caller; NULL where it acts itself.';
COMMENT ON COLUMN api.me.team_ids IS 'The teams that the caller is a member of.';
COMMENT ON COLUMN api.me.organisation_id IS 'The organisation that the caller is a member of.';
COMMENT ON COLUMN api.me.scopes IS 'What the token is limited to; NULL: nothing but the caller''s own rights.';
COMMENT ON COLUMN api.me.permissions IS 'What the caller may do and see, by the names of desk.permission.';

CREATE TYPE api.team_page AS (items api.team [], next text);
COMMENT ON TYPE api.team_page IS 'One page of teams.';
COMMENT ON COLUMN api.team_page.items IS 'The teams, in order; empty past the end.';
COMMENT ON COLUMN api.team_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.team_member_page AS (items api.team_member [], next text);
COMMENT ON TYPE api.team_member_page IS 'One page of members.';
COMMENT ON COLUMN api.team_member_page.items IS 'The members, in order; empty past the end.';
COMMENT ON COLUMN api.team_member_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.organisation_page AS (items api.organisation [], next text);
COMMENT ON TYPE api.organisation_page IS 'One page of organisations.';
COMMENT ON COLUMN api.organisation_page.items IS 'The organisations, in order; empty past the end.';
COMMENT ON COLUMN api.organisation_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.organisation_member_page AS (items api.organisation_member [], next text);
COMMENT ON TYPE api.organisation_member_page IS 'One page of members.';
COMMENT ON COLUMN api.organisation_member_page.items IS 'The members, in order; empty past the end.';
COMMENT ON COLUMN api.organisation_member_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.service_page AS (items api.service [], next text);
COMMENT ON TYPE api.service_page IS 'One page of services.';
COMMENT ON COLUMN api.service_page.items IS 'The services, in order; empty past the end.';
COMMENT ON COLUMN api.service_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.identity_page AS (items api.identity [], next text);
COMMENT ON TYPE api.identity_page IS 'One page of identities.';
COMMENT ON COLUMN api.identity_page.items IS 'The identities, in order; empty past the end.';
COMMENT ON COLUMN api.identity_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.ticket_page AS (items api.ticket [], next text);
COMMENT ON TYPE api.ticket_page IS 'One page of tickets.';
COMMENT ON COLUMN api.ticket_page.items IS 'The tickets, in order; empty past the end.';
COMMENT ON COLUMN api.ticket_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.comment_page AS (items api.comment [], next text);
COMMENT ON TYPE api.comment_page IS 'One page of comments.';
COMMENT ON COLUMN api.comment_page.items IS 'The comments, in order; empty past the end.';
COMMENT ON COLUMN api.comment_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.agent_page AS (items api.agent [], next text);
COMMENT ON TYPE api.agent_page IS 'One page of agents.';
COMMENT ON COLUMN api.agent_page.items IS 'The agents, in order; empty past the end.';
COMMENT ON COLUMN api.agent_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.client_page AS (items api.client [], next text);
COMMENT ON TYPE api.client_page IS 'One page of clients.';
COMMENT ON COLUMN api.client_page.items IS 'The clients, in order; empty past the end.';
COMMENT ON COLUMN api.client_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.event_page AS (items api.event [], next text);
COMMENT ON TYPE api.event_page IS 'One page of a ticket''s history.';
COMMENT ON COLUMN api.event_page.items IS 'The events, in order; empty past the end.';
COMMENT ON COLUMN api.event_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.token_page AS (items api.token [], next text);
COMMENT ON TYPE api.token_page IS 'One page of tokens.';
COMMENT ON COLUMN api.token_page.items IS 'The tokens, in order; empty past the end.';
COMMENT ON COLUMN api.token_page.next IS 'The cursor of the next page; NULL on the last.';

CREATE TYPE api.entry AS (actor text, agent_id bigint, role text, replay json);
COMMENT ON TYPE api.entry IS 'What api.enter gives the gateway.';
COMMENT ON COLUMN api.entry.actor IS 'Who has entered, for the gateway to count by: agent:7, client:3 or service:1, also where it acts on behalf of another.';
COMMENT ON COLUMN api.entry.agent_id IS 'The agent who acts now; NULL where it is another.';
COMMENT ON COLUMN api.entry.role IS 'The role of who acts now.';
COMMENT ON COLUMN api.entry.replay IS 'The first answer of a repeated idempotency key; NULL: the call is to be made.';

CREATE TYPE api.health AS (status text, postgresql text, checked_at timestamptz);
COMMENT ON TYPE api.health IS 'That the database answers.';
COMMENT ON COLUMN api.health.status IS 'ok.';
COMMENT ON COLUMN api.health.postgresql IS 'The version of PostgreSQL.';
COMMENT ON COLUMN api.health.checked_at IS 'The server''s own clock.';

CREATE TYPE api.rule AS (name text, sqlstate text, fields text [], explanation text);
COMMENT ON TYPE api.rule IS 'A rule: what an error means that names it.';
COMMENT ON COLUMN api.rule.name IS 'The rule, as the error''s constraint; of a NOT NULL, <table>_<column>_not_null.';
COMMENT ON COLUMN api.rule.sqlstate IS 'The SQLSTATE of the error.';
COMMENT ON COLUMN api.rule.fields IS 'The fields it is about; empty where a function raises it: then the error''s column tells.';
COMMENT ON COLUMN api.rule.explanation IS 'What the rule says and what to do, for people.';

COMMIT;
