-- Deploy ticketfirst:schema/comment to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Domains, not CHECKs of the table: kept ready in the session, not planned anew for each statement (see event.sql).
CREATE DOMAIN desk.comment_body AS text
CONSTRAINT comment_body_length CHECK (char_length(value) BETWEEN 1 AND 65536)
CONSTRAINT comment_body_trimmed CHECK (value = internal.text_trim(value));
CREATE DOMAIN desk.comment_visibility AS text CONSTRAINT comment_visibility_known CHECK (value IN ('public', 'internal'));
COMMENT ON DOMAIN desk.comment_body IS 'What a comment says.';
COMMENT ON DOMAIN desk.comment_visibility IS 'Who sees a comment.';

CREATE TABLE desk.comment (
    id bigint GENERATED ALWAYS AS IDENTITY,
    ticket_id bigint NOT NULL,
    author_agent_id bigint,
    author_client_id bigint,
    body desk.comment_body NOT NULL,
    visibility desk.comment_visibility NOT NULL DEFAULT 'public',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    updated_at timestamptz NOT NULL DEFAULT internal.clock(),
    deleted_at timestamptz,
    CONSTRAINT comment_pkey PRIMARY KEY (id),
    CONSTRAINT comment_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES desk.ticket (id),
    CONSTRAINT comment_author_agent_id_fkey FOREIGN KEY (author_agent_id) REFERENCES desk.agent (id),
    CONSTRAINT comment_author_client_id_fkey FOREIGN KEY (author_client_id) REFERENCES desk.client (id),
    CONSTRAINT comment_author_one CHECK (num_nonnulls(author_agent_id, author_client_id) = 1),
    CONSTRAINT comment_client_public CHECK (author_client_id IS NULL OR visibility = 'public'),
    CONSTRAINT comment_times_in_range CHECK (
        least(created_at, updated_at, deleted_at) >= timestamptz '0001-01-02 00:00:00+00'
        AND greatest(created_at, updated_at, deleted_at) < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.comment IS 'What an agent or the client said on a ticket.';
COMMENT ON COLUMN desk.comment.id IS 'Identity.';
COMMENT ON COLUMN desk.comment.ticket_id IS 'The ticket it stands on.';
COMMENT ON COLUMN desk.comment.author_agent_id IS 'The agent who wrote it; NULL where a client did.';
COMMENT ON COLUMN desk.comment.author_client_id IS 'The client who wrote it; NULL where an agent did.';
COMMENT ON COLUMN desk.comment.body IS 'What it says: trimmed, 1 to 65,536 characters.';
COMMENT ON COLUMN desk.comment.visibility IS 'public, or internal: not for the client.';
COMMENT ON COLUMN desk.comment.version IS 'Counts the changes of the row, from 1; kept by trigger comment_stamp.';
COMMENT ON COLUMN desk.comment.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON COLUMN desk.comment.updated_at IS 'When the row last changed, by internal.clock(); kept by trigger comment_stamp.';
COMMENT ON COLUMN desk.comment.deleted_at IS 'When the row was deleted; NULL while it is live.';
COMMENT ON CONSTRAINT comment_pkey ON desk.comment IS 'A comment is known by its id.';
COMMENT ON CONSTRAINT comment_ticket_id_fkey ON desk.comment IS 'A comment stands on a ticket that exists.';
COMMENT ON CONSTRAINT comment_author_agent_id_fkey ON desk.comment IS 'The agent who wrote a comment exists.';
COMMENT ON CONSTRAINT comment_author_client_id_fkey ON desk.comment IS 'The client who wrote a comment exists.';
COMMENT ON CONSTRAINT comment_author_one ON desk.comment IS 'A comment has exactly one author: an agent or a client.';
COMMENT ON CONSTRAINT comment_body_length ON DOMAIN desk.comment_body IS 'A comment''s body has 1 to 65,536 characters.';
COMMENT ON CONSTRAINT comment_body_trimmed ON DOMAIN desk.comment_body IS 'A comment''s body has no white space at its ends.';
COMMENT ON CONSTRAINT comment_visibility_known ON DOMAIN desk.comment_visibility IS 'A comment''s visibility is public or internal.';
COMMENT ON CONSTRAINT comment_client_public ON desk.comment IS 'A client writes only public comments.';
COMMENT ON CONSTRAINT comment_times_in_range ON desk.comment IS 'A comment''s times lie from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE INDEX comment_of_ticket_by_id ON desk.comment (ticket_id, id) WHERE deleted_at IS NULL;
CREATE INDEX comment_of_ticket_by_created ON desk.comment (ticket_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX comment_deleted_by_id ON desk.comment (ticket_id, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX comment_deleted_by_created ON desk.comment (ticket_id, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX comment_of_agent ON desk.comment (author_agent_id) WHERE author_agent_id IS NOT NULL;
CREATE INDEX comment_of_client ON desk.comment (author_client_id) WHERE author_client_id IS NOT NULL;
COMMENT ON INDEX desk.comment_of_ticket_by_id IS 'Live comments of a ticket by id.';
COMMENT ON INDEX desk.comment_of_ticket_by_created IS 'Live comments of a ticket by the time they were made.';
COMMENT ON INDEX desk.comment_deleted_by_id IS 'Deleted comments of a ticket by id.';
COMMENT ON INDEX desk.comment_deleted_by_created IS 'Deleted comments of a ticket by the time they were made.';
COMMENT ON INDEX desk.comment_of_agent IS 'Comments that an agent wrote; supports the foreign key.';
COMMENT ON INDEX desk.comment_of_client IS 'Comments that a client wrote; supports the foreign key.';

ALTER TABLE desk.comment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON desk.comment TO ticketfirst_api;

COMMIT;
