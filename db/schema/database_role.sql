-- Deploy ticketfirst:schema/database_role to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.database_role (
    role_name name NOT NULL,
    agent_id bigint NOT NULL,
    CONSTRAINT database_role_pkey PRIMARY KEY (role_name),
    CONSTRAINT database_role_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES desk.agent (id),
    CONSTRAINT database_role_not_gateway CHECK (role_name <> 'ticketfirst_gateway')
);

COMMENT ON TABLE desk.database_role IS
'Which agent a database role acts as when it logs in and calls the public functions directly. Kept by a DBA.';
COMMENT ON COLUMN desk.database_role.role_name IS 'The login role, as session_user shows it; it also needs GRANT ticketfirst_service.';
COMMENT ON COLUMN desk.database_role.agent_id IS 'The agent or administrator whose rights it has.';
COMMENT ON CONSTRAINT database_role_pkey ON desk.database_role IS 'A database role acts as one agent.';
COMMENT ON CONSTRAINT database_role_agent_id_fkey ON desk.database_role IS 'A database role acts as an agent that exists.';
COMMENT ON CONSTRAINT database_role_not_gateway ON desk.database_role IS
'The gateway''s role is never an actor by itself: it enters with a credential, call by call.';

CREATE INDEX database_role_by_agent ON desk.database_role (agent_id);
COMMENT ON INDEX desk.database_role_by_agent IS 'The database roles of an agent; supports the foreign key.';

ALTER TABLE desk.database_role ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY database_role_owner ON desk.database_role TO ticketfirst_owner USING (true) WITH CHECK (true);
COMMENT ON POLICY database_role_owner ON desk.database_role IS 'The owner alone: no public function reads or writes this table.';

COMMIT;
