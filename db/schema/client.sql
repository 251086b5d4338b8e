-- Deploy ticketfirst:schema/client to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.client (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    email text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    -- Columns, not expressions: under row level security lower(), which is not leakproof, may not use an index.
    name_key text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    CONSTRAINT client_pkey PRIMARY KEY (id),
    CONSTRAINT client_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT client_name_trimmed CHECK (name = internal.text_trim(name)),
    CONSTRAINT client_name_one_line CHECK (internal.text_is_line(name)),
    CONSTRAINT client_email_shape CHECK (internal.text_is_email(email)),
    CONSTRAINT client_name_key CHECK (name_key = lower(name COLLATE "C")),
    CONSTRAINT client_email_key CHECK (email_key = lower(email COLLATE "C")),
    CONSTRAINT client_times_in_range CHECK (
        least(created_at, updated_at, deleted_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.client IS 'A requester: a person or organisation whose tickets are worked on.';
COMMENT ON COLUMN desk.client.id IS 'Identity.';
COMMENT ON COLUMN desk.client.name IS 'What people call the client: one line, trimmed, 1 to 200 characters.';
COMMENT ON COLUMN desk.client.email IS 'Email address, unique among the live clients without regard to case.';
COMMENT ON COLUMN desk.client.active IS 'Whether new tickets may be linked to the client.';
COMMENT ON COLUMN desk.client.version IS 'Counts the changes of the row, from 1; kept by trigger client_stamp.';
COMMENT ON COLUMN desk.client.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.client.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger client_stamp.';
COMMENT ON COLUMN desk.client.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON COLUMN desk.client.name_key IS 'The name with ASCII letters in lower case, to find and sort by; kept by trigger client_key.';
COMMENT ON COLUMN desk.client.email_key IS 'The email address in lower case, to find by; kept by trigger client_key.';
COMMENT ON CONSTRAINT client_pkey ON desk.client IS 'A client is known by its id.';
COMMENT ON CONSTRAINT client_name_length ON desk.client IS 'A client''s name has 1 to 200 characters.';
COMMENT ON CONSTRAINT client_name_trimmed ON desk.client IS 'A client''s name has no white space at its ends.';
COMMENT ON CONSTRAINT client_name_one_line ON desk.client IS 'A client''s name is one line, without control characters.';
COMMENT ON CONSTRAINT client_email_shape ON desk.client IS 'A client''s email address is of the form local@domain, in ASCII, at most 254 characters.';
COMMENT ON CONSTRAINT client_name_key ON desk.client IS 'A client''s name_key is its name, in lower case.';
COMMENT ON CONSTRAINT client_email_key ON desk.client IS 'A client''s email_key is its email address, in lower case.';
COMMENT ON CONSTRAINT client_times_in_range ON desk.client IS 'A client''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE UNIQUE INDEX client_email_unique ON desk.client (email_key) WHERE deleted_at IS NULL;
COMMENT ON INDEX desk.client_email_unique IS 'No two live clients have the same email address, without regard to case.';
-- One index for each filter and order that api.client_list offers: every page is one range of one of them.
CREATE INDEX client_by_id ON desk.client (id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_name ON desk.client (name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX client_active_by_id ON desk.client (active, id) WHERE deleted_at IS NULL;
CREATE INDEX client_active_by_name ON desk.client (active, name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX client_deleted ON desk.client (id) WHERE deleted_at IS NOT NULL;
COMMENT ON INDEX desk.client_by_id IS 'Live clients by id.';
COMMENT ON INDEX desk.client_by_name IS 'Live clients by name.';
COMMENT ON INDEX desk.client_active_by_id IS 'Live clients, active or not, by id.';
COMMENT ON INDEX desk.client_active_by_name IS 'Live clients, active or not, by name.';
COMMENT ON INDEX desk.client_deleted IS 'Deleted clients.';

ALTER TABLE desk.client ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.client TO ticketfirst_api;

COMMIT;
