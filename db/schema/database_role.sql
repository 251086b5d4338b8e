-- Deploy ticketfirst:schema/database_role to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.database_role (
    role_name name NOT NULL,
    agent_id bigint,
    client_id bigint,
    service_id bigint,
    CONSTRAINT database_role_pkey PRIMARY KEY (role_name),
    CONSTRAINT database_role_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES desk.agent (id),
    CONSTRAINT database_role_client_id_fkey FOREIGN KEY (client_id) REFERENCES desk.client (id),
    CONSTRAINT database_role_service_id_fkey FOREIGN KEY (service_id) REFERENCES desk.service (id),
    CONSTRAINT database_role_actor_one CHECK (num_nonnulls(agent_id, client_id, service_id) = 1),
    CONSTRAINT database_role_not_gateway CHECK (role_name <> 'ticketfirst_gateway')
);

COMMENT ON TABLE desk.database_role IS
'Which actor a database role is when it logs in and calls the public functions directly. Kept by a DBA.';
COMMENT ON COLUMN desk.database_role.role_name IS 'The login role, as session_user shows it; it also needs GRANT ticketfirst_service.';
COMMENT ON COLUMN desk.database_role.agent_id IS 'The agent whose rights it has; NULL where they are another''s.';
COMMENT ON COLUMN desk.database_role.client_id IS 'The client whose rights it has; NULL where they are another''s.';
COMMENT ON COLUMN desk.database_role.service_id IS 'The service whose rights it has; NULL where they are another''s.';
COMMENT ON CONSTRAINT database_role_pkey ON desk.database_role IS 'A database role is one actor.';
COMMENT ON CONSTRAINT database_role_agent_id_fkey ON desk.database_role IS 'The agent of a database role exists.';
COMMENT ON CONSTRAINT database_role_client_id_fkey ON desk.database_role IS 'The client of a database role exists.';
COMMENT ON CONSTRAINT database_role_service_id_fkey ON desk.database_role IS 'The service of a database role exists.';
COMMENT ON CONSTRAINT database_role_actor_one ON desk.database_role IS 'A database role is one agent, client or service.';
COMMENT ON CONSTRAINT database_role_not_gateway ON desk.database_role IS
'The gateway''s role is never an actor by itself: it enters with a credential, call by call.';

CREATE INDEX database_role_by_agent ON desk.database_role (agent_id);
CREATE INDEX database_role_by_client ON desk.database_role (client_id);
CREATE INDEX database_role_by_service ON desk.database_role (service_id);
COMMENT ON INDEX desk.database_role_by_agent IS 'The database roles of an agent; supports the foreign key.';
COMMENT ON INDEX desk.database_role_by_client IS 'The database roles of a client; supports the foreign key.';
COMMENT ON INDEX desk.database_role_by_service IS 'The database roles of a service; supports the foreign key.';

ALTER TABLE desk.database_role ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

COMMIT;
