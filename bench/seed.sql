-- Fills an empty TicketFirst database for measurements, as a superuser: :tickets tickets, a tenth as many clients, 200
-- agents with fifty tokens each, three comments on every tenth ticket (or every :commented-th), two events of each ticket.
-- Deterministic. Triggers are off, but that which keeps subject_key: nothing is journalled. A hundredth of the tickets is agent 7's, a fifth is nobody's, a fiftieth is client 3's;
-- 'quokka' is a rare word of the subjects, 'printer' a common one. Every agent is in three of 30 teams, a tenth of the
-- tickets is of no team. A thousand clients, 3 among them, are in an organisation that shares, as many in one that does not.
\set ON_ERROR_STOP on
\if :{?commented}
\else
\set commented 10
\endif
SET session_replication_role = replica;

-- The indexes of the large tables are made when the rows are there, which takes a fraction of the time.
SET maintenance_work_mem = '1GB';
CREATE TEMPORARY TABLE later AS
SELECT c.oid::regclass::text AS name, pg_get_indexdef(c.oid) AS definition, obj_description(c.oid, 'pg_class') AS comment
  FROM pg_index AS i
  JOIN pg_class AS c ON c.oid = i.indexrelid
 WHERE i.indrelid IN ('desk.ticket'::regclass, 'desk.comment'::regclass, 'desk.event'::regclass)
   AND NOT i.indisunique;
SELECT format('DROP INDEX %s', l.name) FROM later AS l \gexec

INSERT INTO desk.agent (name, email, name_key, email_key, role)
SELECT 'Agent ' || n, 'agent' || n || '@desk.example', 'agent ' || n, 'agent' || n || '@desk.example',
       CASE n WHEN 1 THEN 'admin' ELSE 'agent' END
  FROM generate_series(1, 200) AS n;

INSERT INTO desk.client (name, email, name_key, email_key, active)
SELECT 'Client ' || n, 'client' || n || '@client.example', 'client ' || n, 'client' || n || '@client.example',
       n % 50 <> 0
  FROM generate_series(1, :tickets / 10) AS n;

INSERT INTO desk.team (name, name_key)
SELECT 'Team ' || n, 'team ' || n FROM generate_series(1, 30) AS n;
INSERT INTO desk.team_member (team_id, agent_id)
SELECT 1 + (a + k * 10) % 30, a FROM generate_series(1, 200) AS a, generate_series(0, 2) AS k;

INSERT INTO desk.organisation (name, name_key, is_shared)
VALUES ('Shared', 'shared', true), ('Private', 'private', false);
INSERT INTO desk.organisation_member (organisation_id, client_id)
SELECT 1 + n % 2, 2 + n FROM generate_series(0, least(2000, :tickets / 10) - 3) AS n WHERE n <> 1
UNION ALL
SELECT 1, 3;

ALTER TABLE desk.ticket ENABLE ALWAYS TRIGGER ticket_key;
INSERT INTO desk.ticket (subject, description, client_id, agent_id, team_id, comment_count, created_at, updated_at)
SELECT (ARRAY['Printer', 'Screen', 'Mail', 'Login', 'Network'])[1 + n % 5] || ' does not work, case ' || n
           || CASE WHEN n % 100003 = 5 THEN ' quokka' ELSE '' END,
       repeat('Since this morning. ', n % 20),
       CASE WHEN n % 50 = 1 THEN 3 ELSE 1 + n::bigint * 7919 % (:tickets / 10) END,
       CASE WHEN n % 5 = 0 THEN NULL WHEN n % 100 = 1 THEN 7 ELSE 1 + n::bigint * 104729 % 200 END,
       CASE WHEN n % 10 = 0 THEN NULL WHEN n % 5 = 0 THEN 1 + n % 30 WHEN n % 100 = 1 THEN 8
            ELSE 1 + (1 + n::bigint * 104729 % 200) % 30 END,
       CASE WHEN n % :commented = 0 THEN 3 ELSE 0 END,
       timestamptz '2020-01-01 00:00+00' + n * interval '2 minutes',
       timestamptz '2020-01-01 00:00+00' + n * interval '2 minutes' + n % 9973 * interval '1 hour'
  FROM generate_series(1, :tickets) AS n;
ALTER TABLE desk.ticket ENABLE TRIGGER ticket_key;

INSERT INTO desk.comment (ticket_id, author_agent_id, body, created_at, updated_at)
SELECT n, 7, 'Comment ' || c, timestamptz '2020-06-01 00:00+00' + c * interval '1 day', timestamptz '2020-06-01 00:00+00'
  FROM generate_series(:commented, :tickets, :commented) AS n, generate_series(1, 3) AS c;

INSERT INTO desk.event (entity, entity_id, ticket_id, action, version, changes, database_role, happened_at)
SELECT 'ticket', n, n, CASE v WHEN 1 THEN 'create' ELSE 'update' END, v, '{}', 'bench', timestamptz '2020-01-01 00:00+00'
  FROM generate_series(1, :tickets) AS n, generate_series(1, 2) AS v;

INSERT INTO desk.api_token (agent_id, name, token_hash)
SELECT 1 + n % 200, 'Token ' || n, sha256(convert_to(n::text, 'UTF8'))
  FROM generate_series(1, 10000) AS n;

UPDATE desk.ticket SET deleted_at = '2025-01-01 00:00+00' WHERE id % 97 = 0;
SELECT l.definition FROM later AS l \gexec
SELECT format('COMMENT ON INDEX %s IS %L', l.name, l.comment) FROM later AS l \gexec
RESET session_replication_role;
VACUUM (ANALYZE);
