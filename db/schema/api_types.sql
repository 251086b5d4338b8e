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
COMMENT ON COLUMN api.ticket.comment_count IS 'How many live comments it has.';
COMMENT ON COLUMN api.ticket.last_comment_at IS 'When its newest live comment was made.';
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
COMMENT ON COLUMN api.agent.email IS 'Email address, unique among the live agents without regard to case.';
COMMENT ON COLUMN api.agent.role IS 'agent or admin.';
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
    actor_agent_id bigint,
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
COMMENT ON COLUMN api.event.actor_agent_id IS 'The agent who did it; NULL where the database role is nobody''s.';
COMMENT ON COLUMN api.event.database_role IS 'The database role that did it.';
COMMENT ON COLUMN api.event.request_id IS 'The request that did it.';
COMMENT ON COLUMN api.event.happened_at IS 'When it happened.';

CREATE TYPE api.token AS (
    id bigint,
    agent_id bigint,
    name text,
    expires_at timestamptz,
    version integer,
    created_at timestamptz,
    updated_at timestamptz
);
COMMENT ON TYPE api.token IS 'A token, without its secret.';
COMMENT ON COLUMN api.token.id IS 'Identity.';
COMMENT ON COLUMN api.token.agent_id IS 'The agent whose rights it carries.';
COMMENT ON COLUMN api.token.name IS 'What it is for: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.token.expires_at IS 'From when on it opens nothing; NULL: never.';
COMMENT ON COLUMN api.token.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.token.created_at IS 'When it was made.';
COMMENT ON COLUMN api.token.updated_at IS 'When it last changed.';

CREATE TYPE api.new_token AS (
    id bigint,
    agent_id bigint,
    name text,
    expires_at timestamptz,
    version integer,
    created_at timestamptz,
    updated_at timestamptz,
    secret text
);
COMMENT ON TYPE api.new_token IS 'A token just made, with its secret: shown this once and kept nowhere.';
COMMENT ON COLUMN api.new_token.id IS 'Identity.';
COMMENT ON COLUMN api.new_token.agent_id IS 'The agent whose rights it carries.';
COMMENT ON COLUMN api.new_token.name IS 'What it is for: one line, 1 to 200 characters.';
COMMENT ON COLUMN api.new_token.expires_at IS 'From when on it opens nothing; NULL: never.';
COMMENT ON COLUMN api.new_token.version IS 'Counts its changes, from 1.';
COMMENT ON COLUMN api.new_token.created_at IS 'When it was made.';
COMMENT ON COLUMN api.new_token.updated_at IS 'When it last changed.';
COMMENT ON COLUMN api.new_token.secret IS 'tf_ and 64 hexadecimal digits (256 random bits).';

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

CREATE TYPE api.entry AS (agent_id bigint, role text, replay json);
COMMENT ON TYPE api.entry IS 'What api.enter gives the gateway.';
COMMENT ON COLUMN api.entry.agent_id IS 'The agent who has entered.';
COMMENT ON COLUMN api.entry.role IS 'The agent''s role: agent or admin.';
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
