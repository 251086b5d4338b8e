-- Deploy ticketfirst:schema/service to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.service (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    role text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    -- A column, not an expression: under row level security lower(), which is not leakproof, may not use an index.
    name_key text COLLATE "C" NOT NULL,
    CONSTRAINT service_pkey PRIMARY KEY (id),
    CONSTRAINT service_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT service_name_trimmed CHECK (name = internal.text_trim(name)),
    CONSTRAINT service_name_one_line CHECK (internal.text_is_line(name)),
    CONSTRAINT service_role_fkey FOREIGN KEY (role) REFERENCES desk.role (name),
    CONSTRAINT service_role_of_services CHECK (role NOT IN ('admin', 'lead', 'agent', 'client')),
    CONSTRAINT service_name_key CHECK (name_key = lower(name COLLATE "C")),
    CONSTRAINT service_times_in_range CHECK (
        least(created_at, updated_at, deleted_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.service IS 'A system that acts by itself, or on behalf of others: a portal, an import, a report.';
COMMENT ON COLUMN desk.service.id IS 'Identity.';
COMMENT ON COLUMN desk.service.name IS 'What people call the service: one line, trimmed, 1 to 200 characters, unique among the live ones without regard to the case of ASCII letters.';
COMMENT ON COLUMN desk.service.role IS 'Its set of permissions: a role of kind service.';
COMMENT ON COLUMN desk.service.active IS 'Whether the service may enter.';
COMMENT ON CONSTRAINT service_role_fkey ON desk.service IS 'A service''s role exists.';
COMMENT ON CONSTRAINT service_role_of_services ON desk.service IS 'A service has a role of services, not one of people.';
COMMENT ON COLUMN desk.service.version IS 'Counts the changes of the row, from 1; kept by trigger service_stamp.';
COMMENT ON COLUMN desk.service.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.service.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger service_stamp.';
COMMENT ON COLUMN desk.service.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON COLUMN desk.service.name_key IS 'The name with ASCII letters in lower case, to find and sort by; kept by trigger service_key.';
COMMENT ON CONSTRAINT service_pkey ON desk.service IS 'A service is known by its id.';
COMMENT ON CONSTRAINT service_name_length ON desk.service IS 'A service''s name has 1 to 200 characters.';
COMMENT ON CONSTRAINT service_name_trimmed ON desk.service IS 'A service''s name has no white space at its ends.';
COMMENT ON CONSTRAINT service_name_one_line ON desk.service IS 'A service''s name is one line, without control characters.';
COMMENT ON CONSTRAINT service_name_key ON desk.service IS 'A service''s name_key is its name, in lower case.';
COMMENT ON CONSTRAINT service_times_in_range ON desk.service IS 'A service''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE INDEX service_of_role ON desk.service (role);
COMMENT ON INDEX desk.service_of_role IS 'Services of a role; supports the foreign key.';
CREATE UNIQUE INDEX service_name_unique ON desk.service (name_key) WHERE deleted_at IS NULL;
COMMENT ON INDEX desk.service_name_unique IS 'No two live services have the same name, without regard to the case of ASCII letters.';
-- One index for each order that api.service_list offers.
CREATE INDEX service_by_id ON desk.service (id) WHERE deleted_at IS NULL;
CREATE INDEX service_by_name ON desk.service (name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX service_deleted ON desk.service (id) WHERE deleted_at IS NOT NULL;
COMMENT ON INDEX desk.service_by_id IS 'Live services by id.';
COMMENT ON INDEX desk.service_by_name IS 'Live services by name.';
COMMENT ON INDEX desk.service_deleted IS 'Deleted services.';

ALTER TABLE desk.service ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.service TO ticketfirst_api;

COMMIT;
