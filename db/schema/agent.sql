-- Deploy ticketfirst:schema/agent to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.agent (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    email text NOT NULL,
    role text NOT NULL DEFAULT 'agent',
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    -- Columns, not expressions: under row level security lower(), which is not leakproof, may not use an index.
    name_key text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    CONSTRAINT agent_pkey PRIMARY KEY (id),
    CONSTRAINT agent_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT agent_name_trimmed CHECK (name = internal.text_trim(name)),
    CONSTRAINT agent_name_one_line CHECK (internal.text_is_line(name)),
    CONSTRAINT agent_email_shape CHECK (internal.text_is_email(email)),
    CONSTRAINT agent_role_known CHECK (role IN ('agent', 'lead', 'admin')),
    CONSTRAINT agent_name_key CHECK (name_key = lower(name COLLATE "C")),
    CONSTRAINT agent_email_key CHECK (email_key = lower(email COLLATE "C")),
    CONSTRAINT agent_times_in_range CHECK (
        least(created_at, updated_at, deleted_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.agent IS 'A person who works on tickets.';
COMMENT ON COLUMN desk.agent.id IS 'Identity.';
COMMENT ON COLUMN desk.agent.name IS 'What people call the agent: one line, trimmed, 1 to 200 characters.';
COMMENT ON COLUMN desk.agent.email IS 'Email address, unique among the live agents without regard to case.';
COMMENT ON COLUMN desk.agent.role IS 'What the agent may do and see: agent, lead or admin, as desk.permission has it.';
COMMENT ON COLUMN desk.agent.active IS 'Whether the agent may enter and be assigned tickets.';
COMMENT ON COLUMN desk.agent.version IS 'Counts the changes of the row, from 1; kept by trigger agent_stamp.';
COMMENT ON COLUMN desk.agent.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.agent.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger agent_stamp.';
COMMENT ON COLUMN desk.agent.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON COLUMN desk.agent.name_key IS 'The name with ASCII letters in lower case, to find and sort by; kept by trigger agent_key.';
COMMENT ON COLUMN desk.agent.email_key IS 'The email address in lower case, to find by; kept by trigger agent_key.';
COMMENT ON CONSTRAINT agent_pkey ON desk.agent IS 'An agent is known by its id.';
COMMENT ON CONSTRAINT agent_name_length ON desk.agent IS 'An agent''s name has 1 to 200 characters.';
COMMENT ON CONSTRAINT agent_name_trimmed ON desk.agent IS 'An agent''s name has no white space at its ends.';
COMMENT ON CONSTRAINT agent_name_one_line ON desk.agent IS 'An agent''s name is one line, without control characters.';
COMMENT ON CONSTRAINT agent_email_shape ON desk.agent IS 'An agent''s email address is of the form local@domain, in ASCII, at most 254 characters.';
COMMENT ON CONSTRAINT agent_role_known ON desk.agent IS 'An agent''s role is agent, lead or admin.';
COMMENT ON CONSTRAINT agent_name_key ON desk.agent IS 'An agent''s name_key is its name, in lower case.';
COMMENT ON CONSTRAINT agent_email_key ON desk.agent IS 'An agent''s email_key is its email address, in lower case.';
COMMENT ON CONSTRAINT agent_times_in_range ON desk.agent IS 'An agent''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE UNIQUE INDEX agent_email_unique ON desk.agent (email_key) WHERE deleted_at IS NULL;
COMMENT ON INDEX desk.agent_email_unique IS 'No two live agents have the same email address, without regard to case.';
-- One index for each filter and order that api.agent_list offers: every page is one range of one of them.
CREATE INDEX agent_by_id ON desk.agent (id) WHERE deleted_at IS NULL;
CREATE INDEX agent_by_name ON desk.agent (name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX agent_active_by_id ON desk.agent (active, id) WHERE deleted_at IS NULL;
CREATE INDEX agent_active_by_name ON desk.agent (active, name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX agent_deleted ON desk.agent (id) WHERE deleted_at IS NOT NULL;
COMMENT ON INDEX desk.agent_by_id IS 'Live agents by id.';
COMMENT ON INDEX desk.agent_by_name IS 'Live agents by name.';
COMMENT ON INDEX desk.agent_active_by_id IS 'Live agents, active or not, by id.';
COMMENT ON INDEX desk.agent_active_by_name IS 'Live agents, active or not, by name.';
COMMENT ON INDEX desk.agent_deleted IS 'Deleted agents.';

ALTER TABLE desk.agent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.agent TO ticketfirst_api;

COMMIT;
