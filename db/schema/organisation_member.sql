-- Deploy ticketfirst:schema/organisation_member to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.organisation_member (
    organisation_id bigint NOT NULL,
    client_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    -- A ticket is a client's, not an organisation's: a second organisation would see what was written for the first.
    CONSTRAINT organisation_member_pkey PRIMARY KEY (client_id),
    CONSTRAINT organisation_member_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES desk.organisation (id),
    CONSTRAINT organisation_member_client_id_fkey FOREIGN KEY (client_id) REFERENCES desk.client (id),
    CONSTRAINT organisation_member_time_in_range CHECK (
        created_at >= timestamptz '0001-01-02 00:00:00+00'
        AND created_at < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.organisation_member IS 'Which organisation a client belongs to: one at most.';
COMMENT ON COLUMN desk.organisation_member.organisation_id IS 'The organisation.';
COMMENT ON COLUMN desk.organisation_member.client_id IS 'The client.';
COMMENT ON COLUMN desk.organisation_member.created_at IS 'Since when, by internal.clock().';
COMMENT ON CONSTRAINT organisation_member_pkey ON desk.organisation_member IS 'A client is a member of one organisation at most.';
COMMENT ON CONSTRAINT organisation_member_organisation_id_fkey ON desk.organisation_member IS 'The organisation of a member exists.';
COMMENT ON CONSTRAINT organisation_member_client_id_fkey ON desk.organisation_member IS 'A member of an organisation is a client that exists.';
COMMENT ON CONSTRAINT organisation_member_time_in_range ON desk.organisation_member IS
'A membership''s time lies from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE INDEX organisation_member_of_organisation ON desk.organisation_member (organisation_id, client_id);
COMMENT ON INDEX desk.organisation_member_of_organisation IS 'The members of an organisation.';

ALTER TABLE desk.organisation_member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON desk.organisation_member TO ticketfirst_api;

COMMIT;
