-- Deploy ticketfirst:schema/api_token to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.api_token (
    id bigint GENERATED ALWAYS AS IDENTITY,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    scopes text [],
    expires_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    CONSTRAINT api_token_pkey PRIMARY KEY (id),
    CONSTRAINT api_token_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES desk.agent (id),
    CONSTRAINT api_token_client_id_fkey FOREIGN KEY (client_id) REFERENCES desk.client (id),
    CONSTRAINT api_token_service_id_fkey FOREIGN KEY (service_id) REFERENCES desk.service (id),
    CONSTRAINT api_token_actor_one CHECK (num_nonnulls(agent_id, client_id, service_id) = 1),
    CONSTRAINT api_token_hash_unique UNIQUE (token_hash),
    CONSTRAINT api_token_hash_length CHECK (length(token_hash) = 32),
    CONSTRAINT api_token_scopes_known CHECK (
        cardinality(scopes) > 0
        AND scopes <@ ARRAY['tickets:read', 'tickets:write', 'clients:read', 'clients:write', 'agents:read', 'admin', 'clock', 'behalf']
    ),
    CONSTRAINT api_token_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT api_token_name_trimmed CHECK (name = internal.text_trim(name)),
    CONSTRAINT api_token_name_one_line CHECK (internal.text_is_line(name)),
    CONSTRAINT api_token_times_in_range CHECK (
        least(created_at, updated_at, deleted_at, expires_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at, expires_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.api_token IS 'The credentials that agents, clients and services enter with over HTTP. No secret stands here: a stolen row opens nothing.';
COMMENT ON COLUMN desk.api_token.id IS 'Identity.';
COMMENT ON COLUMN desk.api_token.agent_id IS 'The agent whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN desk.api_token.client_id IS 'The client whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN desk.api_token.service_id IS 'The service whose rights it carries; NULL where they are another''s.';
COMMENT ON COLUMN desk.api_token.name IS 'What it is for: one line, trimmed, 1 to 200 characters.';
COMMENT ON COLUMN desk.api_token.token_hash IS 'sha256(sha256(token)), 32 bytes.';
COMMENT ON COLUMN desk.api_token.scopes IS 'What it is limited to, as desk.permission has the scopes; NULL: nothing but the actor''s own rights.';
COMMENT ON COLUMN desk.api_token.expires_at IS 'From when on it opens nothing, by the server''s own clock; NULL: never.';
COMMENT ON COLUMN desk.api_token.version IS 'Counts the changes of the row, from 1; kept by trigger api_token_stamp.';
COMMENT ON COLUMN desk.api_token.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.api_token.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger api_token_stamp.';
COMMENT ON COLUMN desk.api_token.deleted_at IS 'When it was revoked; NULL while it is live.';
COMMENT ON CONSTRAINT api_token_pkey ON desk.api_token IS 'A token is known by its id.';
COMMENT ON CONSTRAINT api_token_agent_id_fkey ON desk.api_token IS 'A token''s agent exists.';
COMMENT ON CONSTRAINT api_token_client_id_fkey ON desk.api_token IS 'A token''s client exists.';
COMMENT ON CONSTRAINT api_token_service_id_fkey ON desk.api_token IS 'A token''s service exists.';
COMMENT ON CONSTRAINT api_token_actor_one ON desk.api_token IS 'A token is of one agent, client or service.';
COMMENT ON CONSTRAINT api_token_scopes_known ON desk.api_token IS
'A token is limited to one or more of the scopes tickets:read, tickets:write, clients:read, clients:write, agents:read, admin, clock and behalf, or to none.';
COMMENT ON CONSTRAINT api_token_hash_unique ON desk.api_token IS 'No two tokens have the same secret.';
COMMENT ON CONSTRAINT api_token_hash_length ON desk.api_token IS 'A token''s hash has 32 bytes.';
COMMENT ON CONSTRAINT api_token_name_length ON desk.api_token IS 'A token''s name has 1 to 200 characters.';
COMMENT ON CONSTRAINT api_token_name_trimmed ON desk.api_token IS 'A token''s name has no white space at its ends.';
COMMENT ON CONSTRAINT api_token_name_one_line ON desk.api_token IS 'A token''s name is one line, without control characters.';
COMMENT ON CONSTRAINT api_token_times_in_range ON desk.api_token IS 'A token''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE INDEX api_token_by_id ON desk.api_token (id) WHERE deleted_at IS NULL;
CREATE INDEX api_token_of_agent ON desk.api_token (agent_id, id) WHERE deleted_at IS NULL;
CREATE INDEX api_token_of_client ON desk.api_token (client_id, id) WHERE deleted_at IS NULL;
CREATE INDEX api_token_of_service ON desk.api_token (service_id, id) WHERE deleted_at IS NULL;
CREATE INDEX api_token_deleted ON desk.api_token (id) WHERE deleted_at IS NOT NULL;
COMMENT ON INDEX desk.api_token_by_id IS 'Live tokens by id.';
COMMENT ON INDEX desk.api_token_of_agent IS 'Live tokens of an agent by id.';
COMMENT ON INDEX desk.api_token_of_client IS 'Live tokens of a client by id.';
COMMENT ON INDEX desk.api_token_of_service IS 'Live tokens of a service by id.';
COMMENT ON INDEX desk.api_token_deleted IS 'Revoked tokens by id.';

ALTER TABLE desk.api_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.api_token TO ticketfirst_api;

COMMIT;
