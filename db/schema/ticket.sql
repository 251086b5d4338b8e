-- Deploy ticketfirst:schema/ticket to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Domains, not CHECKs of the table: kept ready in the session, not planned anew for each statement (see event.sql).
CREATE DOMAIN desk.ticket_subject AS text
CONSTRAINT ticket_subject_length CHECK (char_length(value) BETWEEN 1 AND 200)
CONSTRAINT ticket_subject_trimmed CHECK (value = internal.text_trim(value))
CONSTRAINT ticket_subject_one_line CHECK (internal.text_is_line(value));
CREATE DOMAIN desk.ticket_description AS text
CONSTRAINT ticket_description_length CHECK (char_length(value) <= 65536);
CREATE DOMAIN desk.ticket_comment_count AS integer CONSTRAINT ticket_comment_count_range CHECK (value >= 0);
COMMENT ON DOMAIN desk.ticket_subject IS 'What a ticket is about.';
COMMENT ON DOMAIN desk.ticket_description IS 'A request at length.';
COMMENT ON DOMAIN desk.ticket_comment_count IS 'How many comments a ticket has.';

CREATE TABLE desk.ticket (
    id bigint GENERATED ALWAYS AS IDENTITY,
    subject desk.ticket_subject NOT NULL,
    description desk.ticket_description NOT NULL DEFAULT '',
    client_id bigint NOT NULL,
    agent_id bigint,
    team_id bigint,
    comment_count desk.ticket_comment_count NOT NULL DEFAULT 0,
    last_comment_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    subject_key tsvector NOT NULL,
    CONSTRAINT ticket_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_client_id_fkey FOREIGN KEY (client_id) REFERENCES desk.client (id),
    CONSTRAINT ticket_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES desk.agent (id),
    CONSTRAINT ticket_team_id_fkey FOREIGN KEY (team_id) REFERENCES desk.team (id),
    CONSTRAINT ticket_times_in_range CHECK (
        least(created_at, updated_at, deleted_at, last_comment_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at, last_comment_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.ticket IS 'A request for help: of one client, worked on by at most one agent at a time.';
COMMENT ON COLUMN desk.ticket.id IS 'Identity.';
COMMENT ON COLUMN desk.ticket.subject IS 'What it is about: one line, trimmed, 1 to 200 characters.';
COMMENT ON COLUMN desk.ticket.description IS 'The request at length, up to 65,536 characters; may be empty.';
COMMENT ON COLUMN desk.ticket.client_id IS 'Whose request it is; live and active when linked.';
COMMENT ON COLUMN desk.ticket.agent_id IS 'Who works on it, live and active; NULL while unassigned.';
COMMENT ON COLUMN desk.ticket.team_id IS 'Whose members see it, and work on it; NULL: all agents.';
COMMENT ON COLUMN desk.ticket.comment_count IS 'How many live comments it has; kept by trigger comment_keep_ticket.';
COMMENT ON COLUMN desk.ticket.last_comment_at IS 'When its newest live comment was made; kept by trigger comment_keep_ticket.';
COMMENT ON COLUMN desk.ticket.version IS 'Counts the changes of the row, from 1; kept by trigger ticket_stamp.';
COMMENT ON COLUMN desk.ticket.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.ticket.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger ticket_stamp.';
COMMENT ON COLUMN desk.ticket.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON COLUMN desk.ticket.subject_key IS
'The words in the subject, in lower case, each alone and behind a space, the team''s id (0: of none) and a space, to find tickets of a team by words; kept by trigger ticket_key.';
COMMENT ON CONSTRAINT ticket_pkey ON desk.ticket IS 'A ticket is known by its id.';
COMMENT ON CONSTRAINT ticket_client_id_fkey ON desk.ticket IS 'A ticket has exactly one client, which exists.';
COMMENT ON CONSTRAINT ticket_agent_id_fkey ON desk.ticket IS 'A ticket''s agent exists.';
COMMENT ON CONSTRAINT ticket_team_id_fkey ON desk.ticket IS 'A ticket''s team exists.';
COMMENT ON CONSTRAINT ticket_subject_length ON DOMAIN desk.ticket_subject IS 'A ticket''s subject has 1 to 200 characters.';
COMMENT ON CONSTRAINT ticket_subject_trimmed ON DOMAIN desk.ticket_subject IS 'A ticket''s subject has no white space at its ends.';
COMMENT ON CONSTRAINT ticket_subject_one_line ON DOMAIN desk.ticket_subject IS
'A ticket''s subject is one line: none of U+0000-001F, U+007F-009F, U+2028, U+2029.';
COMMENT ON CONSTRAINT ticket_description_length ON DOMAIN desk.ticket_description IS 'A ticket''s description has at most 65,536 characters.';
COMMENT ON CONSTRAINT ticket_comment_count_range ON DOMAIN desk.ticket_comment_count IS 'A ticket''s comment count is not negative.';
COMMENT ON CONSTRAINT ticket_times_in_range ON desk.ticket IS 'A ticket''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

-- One index for each filter and order that api.ticket_list offers: every page is one range of one of them.
-- internal.agent_key(agent_id), and team_key likewise, since the planner does not see that rows with agent_id IS NULL are in the index's order.
CREATE INDEX ticket_by_id ON desk.ticket (id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_by_created ON desk.ticket (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_by_updated ON desk.ticket (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_agent_by_id ON desk.ticket (internal.agent_key(agent_id), id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_agent_by_created ON desk.ticket (internal.agent_key(agent_id), created_at, id)
WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_agent_by_updated ON desk.ticket (internal.agent_key(agent_id), updated_at, id)
WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_team_by_id ON desk.ticket (internal.team_key(team_id), id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_team_by_created ON desk.ticket (internal.team_key(team_id), created_at, id)
WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_team_by_updated ON desk.ticket (internal.team_key(team_id), updated_at, id)
WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_client_by_id ON desk.ticket (client_id, id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_client_by_created ON desk.ticket (client_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_client_by_updated ON desk.ticket (client_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_both_by_id ON desk.ticket (client_id, internal.agent_key(agent_id), id) WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_both_by_created ON desk.ticket (client_id, internal.agent_key(agent_id), created_at, id)
WHERE deleted_at IS NULL;
CREATE INDEX ticket_of_both_by_updated ON desk.ticket (client_id, internal.agent_key(agent_id), updated_at, id)
WHERE deleted_at IS NULL;
CREATE INDEX ticket_deleted_by_id ON desk.ticket (id) WHERE deleted_at IS NOT NULL;
CREATE INDEX ticket_deleted_by_created ON desk.ticket (created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX ticket_deleted_by_updated ON desk.ticket (updated_at, id) WHERE deleted_at IS NOT NULL;
-- 64 kB is the least: each search reads what waits there whole, and of 4 MB, as by default, that took two milliseconds.
CREATE INDEX ticket_by_words ON desk.ticket USING gin (subject_key) WITH (gin_pending_list_limit = 64);
COMMENT ON INDEX desk.ticket_by_id IS 'Live tickets by id.';
COMMENT ON INDEX desk.ticket_by_created IS 'Live tickets by the time they were made.';
COMMENT ON INDEX desk.ticket_by_updated IS 'Live tickets by the time of their last change.';
COMMENT ON INDEX desk.ticket_of_agent_by_id IS 'Live tickets of an agent (0: unassigned) by id.';
COMMENT ON INDEX desk.ticket_of_agent_by_created IS 'Live tickets of an agent (0: unassigned) by the time they were made.';
COMMENT ON INDEX desk.ticket_of_agent_by_updated IS 'Live tickets of an agent (0: unassigned) by the time of their last change.';
COMMENT ON INDEX desk.ticket_of_team_by_id IS 'Live tickets of a team (0: of none) by id.';
COMMENT ON INDEX desk.ticket_of_team_by_created IS 'Live tickets of a team (0: of none) by the time they were made.';
COMMENT ON INDEX desk.ticket_of_team_by_updated IS 'Live tickets of a team (0: of none) by the time of their last change.';
COMMENT ON INDEX desk.ticket_of_client_by_id IS 'Live tickets of a client by id.';
COMMENT ON INDEX desk.ticket_of_client_by_created IS 'Live tickets of a client by the time they were made.';
COMMENT ON INDEX desk.ticket_of_client_by_updated IS 'Live tickets of a client by the time of their last change.';
COMMENT ON INDEX desk.ticket_of_both_by_id IS 'Live tickets of a client and an agent (0: unassigned) by id.';
COMMENT ON INDEX desk.ticket_of_both_by_created IS 'Live tickets of a client and an agent (0: unassigned) by the time they were made.';
COMMENT ON INDEX desk.ticket_of_both_by_updated IS 'Live tickets of a client and an agent (0: unassigned) by the time of their last change.';
COMMENT ON INDEX desk.ticket_deleted_by_id IS 'Deleted tickets by id.';
COMMENT ON INDEX desk.ticket_deleted_by_created IS 'Deleted tickets by the time they were made.';
COMMENT ON INDEX desk.ticket_deleted_by_updated IS 'Deleted tickets by the time of their last change.';
COMMENT ON INDEX desk.ticket_by_words IS 'Words in the subject, alone and with the team, of live and deleted tickets.';

ALTER TABLE desk.ticket ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.ticket TO ticketfirst_api;

COMMIT;
