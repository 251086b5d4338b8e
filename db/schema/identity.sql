-- Deploy ticketfirst:schema/identity to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.identity (
    id bigint GENERATED ALWAYS AS IDENTITY,
    issuer text NOT NULL,
    subject text NOT NULL,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    created_at timestamptz NOT NULL DEFAULT internal.clock(),
    CONSTRAINT identity_pkey PRIMARY KEY (id),
    CONSTRAINT identity_subject_unique UNIQUE (issuer, subject),
    CONSTRAINT identity_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES desk.agent (id),
    CONSTRAINT identity_client_id_fkey FOREIGN KEY (client_id) REFERENCES desk.client (id),
    CONSTRAINT identity_service_id_fkey FOREIGN KEY (service_id) REFERENCES desk.service (id),
    CONSTRAINT identity_actor_one CHECK (num_nonnulls(agent_id, client_id, service_id) = 1),
    CONSTRAINT identity_issuer_length CHECK (char_length(issuer) BETWEEN 1 AND 500),
    CONSTRAINT identity_subject_length CHECK (char_length(subject) BETWEEN 1 AND 255),
    CONSTRAINT identity_time_in_range CHECK (
        created_at >= timestamptz '0001-01-02 00:00:00+00'
        AND created_at < timestamptz '9999-12-31 00:00:00+00'
    )
);

COMMENT ON TABLE desk.identity IS 'Who the subjects of other issuers are here: the (iss, sub) of a JWT, and the actor it enters as.';
COMMENT ON COLUMN desk.identity.id IS 'Identity.';
COMMENT ON COLUMN desk.identity.issuer IS 'The claim iss: the issuer''s URL, byte for byte.';
COMMENT ON COLUMN desk.identity.subject IS 'The claim sub: whom the issuer means, byte for byte.';
COMMENT ON COLUMN desk.identity.agent_id IS 'The agent it enters as; NULL where it is another''s.';
COMMENT ON COLUMN desk.identity.client_id IS 'The client it enters as; NULL where it is another''s.';
COMMENT ON COLUMN desk.identity.service_id IS 'The service it enters as; NULL where it is another''s.';
COMMENT ON COLUMN desk.identity.created_at IS 'When the row was made, by internal.clock().';
COMMENT ON CONSTRAINT identity_pkey ON desk.identity IS 'An identity is known by its id.';
COMMENT ON CONSTRAINT identity_subject_unique ON desk.identity IS 'A subject of an issuer is one actor.';
COMMENT ON CONSTRAINT identity_agent_id_fkey ON desk.identity IS 'An identity''s agent exists.';
COMMENT ON CONSTRAINT identity_client_id_fkey ON desk.identity IS 'An identity''s client exists.';
COMMENT ON CONSTRAINT identity_service_id_fkey ON desk.identity IS 'An identity''s service exists.';
COMMENT ON CONSTRAINT identity_actor_one ON desk.identity IS 'An identity is of one agent, client or service.';
COMMENT ON CONSTRAINT identity_issuer_length ON desk.identity IS 'An identity''s issuer has 1 to 500 characters.';
COMMENT ON CONSTRAINT identity_subject_length ON desk.identity IS 'An identity''s subject has 1 to 255 characters.';
COMMENT ON CONSTRAINT identity_time_in_range ON desk.identity IS
'An identity''s time lies from 0001-01-02 to 9999-12-30 in UTC, and so in the years 1 to 9999 in any time zone.';

CREATE INDEX identity_of_issuer ON desk.identity (issuer, id);
CREATE INDEX identity_of_agent ON desk.identity (agent_id, id);
CREATE INDEX identity_of_client ON desk.identity (client_id, id);
CREATE INDEX identity_of_service ON desk.identity (service_id, id);
COMMENT ON INDEX desk.identity_of_issuer IS 'The identities of an issuer by id.';
COMMENT ON INDEX desk.identity_of_agent IS 'The identities of an agent by id; supports the foreign key.';
COMMENT ON INDEX desk.identity_of_client IS 'The identities of a client by id; supports the foreign key.';
COMMENT ON INDEX desk.identity_of_service IS 'The identities of a service by id; supports the foreign key.';

ALTER TABLE desk.identity ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON desk.identity TO ticketfirst_api;

COMMIT;
