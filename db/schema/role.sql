-- Deploy ticketfirst:schema/role to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TABLE desk.role (
    name text NOT NULL,
    kind text NOT NULL,
    explanation text NOT NULL,
    CONSTRAINT role_pkey PRIMARY KEY (name),
    CONSTRAINT role_name_shape CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
    CONSTRAINT role_kind_known CHECK (kind IN ('agent', 'client', 'service'))
);

COMMENT ON TABLE desk.role IS
'Roles that actors have. What a role may do stands in desk.permission. A DBA adds roles of kind service: named sets of permissions.';
COMMENT ON COLUMN desk.role.name IS 'The role, in snake case.';
COMMENT ON COLUMN desk.role.kind IS 'Whose role it is: agent, client or service.';
COMMENT ON COLUMN desk.role.explanation IS 'Who should have it, for people.';
COMMENT ON CONSTRAINT role_pkey ON desk.role IS 'A role is known by its name.';
COMMENT ON CONSTRAINT role_name_shape ON desk.role IS 'A role''s name is snake case, 1 to 63 characters.';
COMMENT ON CONSTRAINT role_kind_known ON desk.role IS 'A role is of agents, clients or services.';

INSERT INTO desk.role (name, kind, explanation) VALUES
('admin', 'agent', 'Sees and may do everything.'),
('lead', 'agent', 'Leads teams: sees and assigns all of their tickets, and may hand them to other teams.'),
('agent', 'agent', 'Works on the tickets of its teams, and on those of no team.'),
('client', 'client', 'A requester, through a portal: sees its own tickets, and its organisation''s where that shares.'),
('portal', 'service', 'A customer portal: finds clients, and acts on their behalf.'),
('importer', 'service', 'Brings in tickets from elsewhere: writes in other people''s names, and sets the clock.'),
('monitor', 'service', 'Reads everything, for reports, and writes nothing.');

ALTER TABLE desk.role ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON desk.role TO ticketfirst_api;

COMMIT;
