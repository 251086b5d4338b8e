-- Deploy ticketfirst:schema/event to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Domains, not CHECKs of the table: PostgreSQL keeps what a domain asks ready in the session, a table's CHECK it reads from the
-- catalogue and plans anew for each statement. With every write there is an event.
CREATE DOMAIN desk.event_entity AS text CONSTRAINT event_entity_known CHECK (
    value IN ('ticket', 'comment', 'agent', 'client', 'team', 'team_member', 'organisation', 'organisation_member', 'service')
);
CREATE DOMAIN desk.event_action AS text
CONSTRAINT event_action_known CHECK (value IN ('create', 'update', 'delete', 'restore', 'purge'));
CREATE DOMAIN desk.event_visibility AS text CONSTRAINT event_visibility_known CHECK (value IN ('public', 'internal'));
CREATE DOMAIN desk.event_request_id AS text
CONSTRAINT event_request_id_length CHECK (char_length(value) BETWEEN 1 AND 128);
COMMENT ON DOMAIN desk.event_entity IS 'What has a journal.';
COMMENT ON DOMAIN desk.event_action IS 'What happened to it.';
COMMENT ON DOMAIN desk.event_visibility IS 'Who sees that.';
COMMENT ON DOMAIN desk.event_request_id IS 'The request that did it.';

CREATE TABLE desk.event (
    id bigint GENERATED ALWAYS AS IDENTITY,
    entity desk.event_entity NOT NULL,
    entity_id bigint NOT NULL,
    ticket_id bigint,
    former_ticket_id bigint,
    action desk.event_action NOT NULL,
    version integer NOT NULL,
    changes jsonb NOT NULL,
    visibility desk.event_visibility NOT NULL DEFAULT 'internal',
    actor_agent_id bigint,
    actor_client_id bigint,
    actor_service_id bigint,
    by_agent_id bigint,
    by_service_id bigint,
    database_role name NOT NULL,
    request_id desk.event_request_id,
    happened_at timestamptz NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (id),
    CONSTRAINT event_changes_object CHECK (jsonb_typeof(changes) = 'object'),
    CONSTRAINT event_time_in_range CHECK (
        happened_at >= timestamptz '0001-01-02 00:00:00+00'
        AND happened_at < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.event IS
'The journal: one row for each change of a ticket, comment, agent, client, team, organisation, membership or service, by whichever way it came. Append-only. Replaying the events of a row in the order of their versions gives the row.';
COMMENT ON COLUMN desk.event.id IS 'Identity. Roughly the order in which things happened: of one row, the version says it exactly.';
COMMENT ON COLUMN desk.event.entity IS 'What changed: ticket, comment, agent, client, team, team_member, organisation, organisation_member or service.';
COMMENT ON COLUMN desk.event.entity_id IS 'The id of what changed; of a membership, that of the team or organisation.';
COMMENT ON COLUMN desk.event.ticket_id IS 'The ticket whose history it belongs to: the ticket itself, or the one the comment stands on.';
COMMENT ON COLUMN desk.event.former_ticket_id IS 'The ticket that a comment was moved away from; else NULL.';
COMMENT ON COLUMN desk.event.action IS 'create, update, delete (soft), restore, or purge (a DBA''s DELETE).';
COMMENT ON COLUMN desk.event.version IS 'The row''s version after the change.';
COMMENT ON COLUMN desk.event.changes IS
'The changed columns: {"subject": {"from": …, "to": …}, …}; not id, version and updated_at, which stand beside it, nor name_key, email_key and subject_key, which follow from others.';
COMMENT ON COLUMN desk.event.visibility IS 'public, or internal: what clients do not see.';
COMMENT ON COLUMN desk.event.actor_agent_id IS 'The agent who did it, or in whose name it was done; NULL where it was another.';
COMMENT ON COLUMN desk.event.actor_client_id IS 'The client who did it, or in whose name it was done; NULL where it was another.';
COMMENT ON COLUMN desk.event.actor_service_id IS 'The service that did it; NULL where it was another.';
COMMENT ON COLUMN desk.event.by_agent_id IS 'The agent who did it on behalf of the actor; NULL where the actor did it.';
COMMENT ON COLUMN desk.event.by_service_id IS 'The service that did it on behalf of the actor; NULL where the actor did it.';
COMMENT ON COLUMN desk.event.database_role IS 'The login role of the session that did it.';
COMMENT ON COLUMN desk.event.request_id IS 'The request that did it, as api.enter was given it; NULL outside the gateway''s sessions.';
COMMENT ON COLUMN desk.event.happened_at IS 'When it happened, by internal.clock(): the row''s updated_at after the change.';
COMMENT ON CONSTRAINT event_pkey ON desk.event IS 'An event is known by its id.';
COMMENT ON CONSTRAINT event_entity_known ON DOMAIN desk.event_entity IS
'The journal is of tickets, comments, agents, clients, teams, organisations, memberships and services.';
COMMENT ON CONSTRAINT event_action_known ON DOMAIN desk.event_action IS 'An event is a create, update, delete, restore or purge.';
COMMENT ON CONSTRAINT event_request_id_length ON DOMAIN desk.event_request_id IS 'An event''s request id has 1 to 128 characters.';
COMMENT ON CONSTRAINT event_time_in_range ON desk.event IS 'An event''s time lies from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';
COMMENT ON CONSTRAINT event_visibility_known ON DOMAIN desk.event_visibility IS 'An event''s visibility is public or internal.';
COMMENT ON CONSTRAINT event_changes_object ON desk.event IS 'An event''s changes are an object of columns.';

CREATE INDEX event_of_entity ON desk.event (entity, entity_id, id);
CREATE INDEX event_of_ticket ON desk.event (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX event_of_former_ticket ON desk.event (former_ticket_id, id) WHERE former_ticket_id IS NOT NULL;
COMMENT ON INDEX desk.event_of_entity IS 'The history of one row.';
COMMENT ON INDEX desk.event_of_ticket IS 'The history of a ticket with its comments.';
COMMENT ON INDEX desk.event_of_former_ticket IS 'The comments moved away from a ticket.';

ALTER TABLE desk.event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- All is revoked, and what is left granted: MAINTAIN, left over on PostgreSQL 17 and later, would keep a backup from there
-- from being restored on 15.
REVOKE ALL ON desk.event FROM ticketfirst_owner;
GRANT SELECT, INSERT, REFERENCES, TRIGGER ON desk.event TO ticketfirst_owner;
GRANT SELECT ON desk.event TO ticketfirst_api;

COMMIT;
