-- Deploy ticketfirst:schema/team to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.team (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    -- A column, not an expression: under row level security lower(), which is not leakproof, may not use an index.
    name_key text COLLATE "C" NOT NULL,
    CONSTRAINT team_pkey PRIMARY KEY (id),
    CONSTRAINT team_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT team_name_trimmed CHECK (name = internal.text_trim(name)),
    CONSTRAINT team_name_one_line CHECK (internal.text_is_line(name)),
    CONSTRAINT team_name_key CHECK (name_key = lower(name COLLATE "C")),
    CONSTRAINT team_times_in_range CHECK (
        least(created_at, updated_at, deleted_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.team IS 'Agents who work on the same tickets. A ticket of a team is seen by its members alone, besides those who see all.';
COMMENT ON COLUMN desk.team.id IS 'Identity.';
COMMENT ON COLUMN desk.team.name IS 'What people call the team: one line, trimmed, 1 to 200 characters, unique among the live ones without regard to the case of ASCII letters.';
COMMENT ON COLUMN desk.team.version IS 'Counts the changes of the row, from 1; kept by trigger team_stamp.';
COMMENT ON COLUMN desk.team.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.team.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger team_stamp.';
COMMENT ON COLUMN desk.team.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON COLUMN desk.team.name_key IS 'The name with ASCII letters in lower case, to find and sort by; kept by trigger team_key.';
COMMENT ON CONSTRAINT team_pkey ON desk.team IS 'A team is known by its id.';
COMMENT ON CONSTRAINT team_name_length ON desk.team IS 'A team''s name has 1 to 200 characters.';
COMMENT ON CONSTRAINT team_name_trimmed ON desk.team IS 'A team''s name has no white space at its ends.';
COMMENT ON CONSTRAINT team_name_one_line ON desk.team IS 'A team''s name is one line, without control characters.';
COMMENT ON CONSTRAINT team_name_key ON desk.team IS 'A team''s name_key is its name, in lower case.';
COMMENT ON CONSTRAINT team_times_in_range ON desk.team IS 'A team''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE UNIQUE INDEX team_name_unique ON desk.team (name_key) WHERE deleted_at IS NULL;
COMMENT ON INDEX desk.team_name_unique IS 'No two live teams have the same name, without regard to the case of ASCII letters.';
-- One index for each order that api.team_list offers.
CREATE INDEX team_by_id ON desk.team (id) WHERE deleted_at IS NULL;
CREATE INDEX team_by_name ON desk.team (name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX team_deleted ON desk.team (id) WHERE deleted_at IS NOT NULL;
COMMENT ON INDEX desk.team_by_id IS 'Live teams by id.';
COMMENT ON INDEX desk.team_by_name IS 'Live teams by name.';
COMMENT ON INDEX desk.team_deleted IS 'Deleted teams.';

ALTER TABLE desk.team ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.team TO ticketfirst_api;

COMMIT;
