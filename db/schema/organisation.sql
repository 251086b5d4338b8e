-- Deploy ticketfirst:schema/organisation to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.organisation (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    is_shared boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    -- A column, not an expression: under row level security lower(), which is not leakproof, may not use an index.
    name_key text COLLATE "C" NOT NULL,
    CONSTRAINT organisation_pkey PRIMARY KEY (id),
    CONSTRAINT organisation_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT organisation_name_trimmed CHECK (name = internal.text_trim(name)),
    CONSTRAINT organisation_name_one_line CHECK (internal.text_is_line(name)),
    CONSTRAINT organisation_name_key CHECK (name_key = lower(name COLLATE "C")),
    CONSTRAINT organisation_times_in_range CHECK (
        least(created_at, updated_at, deleted_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.organisation IS 'What clients belong to: a company, a department.';
COMMENT ON COLUMN desk.organisation.id IS 'Identity.';
COMMENT ON COLUMN desk.organisation.name IS 'What people call the organisation: one line, trimmed, 1 to 200 characters, unique among the live ones without regard to the case of ASCII letters.';
COMMENT ON COLUMN desk.organisation.is_shared IS 'Whether its members see each other''s tickets.';
COMMENT ON COLUMN desk.organisation.version IS 'Counts the changes of the row, from 1; kept by trigger organisation_stamp.';
COMMENT ON COLUMN desk.organisation.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.organisation.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger organisation_stamp.';
COMMENT ON COLUMN desk.organisation.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON COLUMN desk.organisation.name_key IS 'The name with ASCII letters in lower case, to find and sort by; kept by trigger organisation_key.';
COMMENT ON CONSTRAINT organisation_pkey ON desk.organisation IS 'An organisation is known by its id.';
COMMENT ON CONSTRAINT organisation_name_length ON desk.organisation IS 'An organisation''s name has 1 to 200 characters.';
COMMENT ON CONSTRAINT organisation_name_trimmed ON desk.organisation IS 'An organisation''s name has no white space at its ends.';
COMMENT ON CONSTRAINT organisation_name_one_line ON desk.organisation IS 'An organisation''s name is one line, without control characters.';
COMMENT ON CONSTRAINT organisation_name_key ON desk.organisation IS 'An organisation''s name_key is its name, in lower case.';
COMMENT ON CONSTRAINT organisation_times_in_range ON desk.organisation IS 'An organisation''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE UNIQUE INDEX organisation_name_unique ON desk.organisation (name_key) WHERE deleted_at IS NULL;
COMMENT ON INDEX desk.organisation_name_unique IS 'No two live organisations have the same name, without regard to the case of ASCII letters.';
-- One index for each order that api.organisation_list offers.
CREATE INDEX organisation_by_id ON desk.organisation (id) WHERE deleted_at IS NULL;
CREATE INDEX organisation_by_name ON desk.organisation (name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX organisation_deleted ON desk.organisation (id) WHERE deleted_at IS NOT NULL;
COMMENT ON INDEX desk.organisation_by_id IS 'Live organisations by id.';
COMMENT ON INDEX desk.organisation_by_name IS 'Live organisations by name.';
COMMENT ON INDEX desk.organisation_deleted IS 'Deleted organisations.';

ALTER TABLE desk.organisation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.organisation TO ticketfirst_api;

COMMIT;
