-- Who may do what with which table: this list is the whole of it. owner is ticketfirst_owner, and so on.
BEGIN;
SELECT plan(81);

-- MAINTAIN (VACUUM, ANALYZE, REINDEX …) is new in PostgreSQL 17: the owner's, and left out here.
CREATE TABLE pg_temp.listed (relation text NOT NULL, role text NOT NULL, privileges text NOT NULL);
INSERT INTO pg_temp.listed (relation, role, privileges) VALUES
('desk.agent', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.agent', 'api', 'INSERT SELECT UPDATE'),
('desk.api_token', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.api_token', 'api', 'INSERT SELECT UPDATE'),
('desk.client', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.client', 'api', 'INSERT SELECT UPDATE'),
('desk.comment', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.comment', 'api', 'INSERT SELECT UPDATE'),
('desk.database_role', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
-- The journal is append-only, for its owner too.
('desk.event', 'owner', 'INSERT REFERENCES SELECT TRIGGER'),
('desk.event', 'api', 'SELECT'),
('desk.idempotency_key', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.rule', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.rule', 'api', 'SELECT'),
('desk.ticket', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.ticket', 'api', 'INSERT SELECT UPDATE'),
('desk.identity', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.identity', 'api', 'DELETE INSERT SELECT'),
('desk.organisation', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.organisation', 'api', 'INSERT SELECT UPDATE'),
('desk.organisation_member', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.organisation_member', 'api', 'DELETE INSERT SELECT'),
('desk.permission', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.permission', 'api', 'SELECT'),
('desk.role', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.role', 'api', 'SELECT'),
-- The keys: no public function reads them.
('desk.secret', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.service', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.service', 'api', 'INSERT SELECT UPDATE'),
('desk.team', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.team', 'api', 'INSERT SELECT UPDATE'),
('desk.team_member', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.team_member', 'api', 'DELETE INSERT SELECT'),
('desk.token_use', 'owner', 'DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE'),
('desk.token_use', 'api', 'SELECT'),
('desk.agent_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.api_token_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.client_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.comment_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.event_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.identity_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.organisation_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.service_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.team_id_seq', 'owner', 'SELECT UPDATE USAGE'),
('desk.ticket_id_seq', 'owner', 'SELECT UPDATE USAGE');

CREATE VIEW pg_temp.found AS
SELECT c.oid::regclass::text AS relation,
       CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE replace(a.grantee::regrole::text, 'ticketfirst_', '') END AS role,
       string_agg(
           a.privilege_type || CASE WHEN a.is_grantable THEN ' (and may grant it)' ELSE '' END,
           ' ' ORDER BY a.privilege_type
       ) AS privileges
  FROM pg_class AS c,
       aclexplode(coalesce(
           c.relacl, CASE c.relkind WHEN 'S' THEN acldefault('s', c.relowner) ELSE acldefault('r', c.relowner) END
       )) AS a
 WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
   AND c.relkind NOT IN ('i', 'I', 'c')
   AND NOT (a.privilege_type = 'MAINTAIN' AND a.grantee = c.relowner)
 GROUP BY c.oid, a.grantee;

SELECT set_eq(
    'SELECT f.relation, f.role, f.privileges FROM pg_temp.found AS f',
    'SELECT l.relation, l.role, l.privileges FROM pg_temp.listed AS l',
    'each table and sequence, with the rights of each role'
);
SELECT is_empty(
    $$SELECT a.attrelid::regclass, a.attname, a.attacl FROM pg_attribute AS a JOIN pg_class AS c ON a.attrelid = c.oid
       WHERE c.relnamespace = 'desk'::regnamespace AND a.attacl IS NOT NULL$$,
    'no column has rights of its own'
);
SELECT is(has_table_privilege(v.role, l.relation, v.privilege), false,
          format('%s may not %s %s', v.role, v.privilege, l.relation))
  FROM (SELECT DISTINCT relation FROM pg_temp.listed WHERE relation NOT LIKE '%\_seq') AS l,
       (VALUES ('ticketfirst_gateway', 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'),
               ('ticketfirst_service', 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'),
               ('ticketfirst_api', 'TRUNCATE, REFERENCES, TRIGGER')) AS v (role, privilege);
SELECT is(has_table_privilege('ticketfirst_api', l.relation, 'DELETE'), l.is_deleted,
          format('the public functions delete rows of %s: %s', l.relation, l.is_deleted))
  FROM (SELECT DISTINCT d.relation, d.relation IN ('desk.identity', 'desk.organisation_member', 'desk.team_member') AS is_deleted
          FROM pg_temp.listed AS d WHERE d.relation NOT LIKE '%\_seq') AS l;
SELECT is(has_schema_privilege(v.role, 'desk', 'USAGE'), v.may, format('%s and schema desk: %s', v.role, v.may))
  FROM (VALUES ('ticketfirst_gateway', false), ('ticketfirst_service', false), ('ticketfirst_api', true)) AS v (role,
  may);

SELECT * FROM finish();
ROLLBACK;
