BEGIN;
SELECT plan(15);

CREATE ROLE rule_list_service LOGIN;
CREATE ROLE rule_list_stranger LOGIN;
GRANT ticketfirst_service TO rule_list_service;
GRANT USAGE ON SCHEMA api TO rule_list_stranger;
CREATE TABLE pg_temp.listed AS SELECT r.*, row_number() OVER () AS position FROM api.rule_list() AS r;

SELECT set_eq(
    'SELECT l.name, l.sqlstate, l.fields, l.explanation FROM pg_temp.listed AS l WHERE l.name ~ ''^(database_role|rule)_''',
    $$VALUES
    ('database_role_actor_one', '23514', '{agent_id,client_id,service_id}'::text [],
     'A database role is one agent, client or service.'),
    ('database_role_agent_id_fkey', '23503', '{agent_id}', 'The agent of a database role exists.'),
    ('database_role_client_id_fkey', '23503', '{client_id}', 'The client of a database role exists.'),
    ('database_role_not_gateway', '23514', '{role_name}',
     'The gateway''s role is never an actor by itself: it enters with a credential, call by call.'),
    ('database_role_pkey', '23505', '{role_name}', 'A database role is one actor.'),
    ('database_role_role_name_not_null', '23502', '{role_name}', 'Column role_name of database_role is needed.'),
    ('database_role_service_id_fkey', '23503', '{service_id}', 'The service of a database role exists.'),
    ('rule_explanation_not_null', '23502', '{explanation}', 'Column explanation of rule is needed.'),
    ('rule_name_not_null', '23502', '{name}', 'Column name of rule is needed.'),
    ('rule_name_shape', '23514', '{name}', 'A rule''s name is snake case.'),
    ('rule_not_found', 'TF404', '{}', 'There is no such rule.'),
    ('rule_pkey', '23505', '{name}', 'A rule is known by its name.'),
    ('rule_sqlstate_not_null', '23502', '{sqlstate}', 'Column sqlstate of rule is needed.'),
    ('rule_sqlstate_shape', '23514', '{sqlstate}', 'A rule''s SQLSTATE has five digits or capital letters.')$$,
    'lists the rules of a table, the same on every version of PostgreSQL'
);
SELECT is_empty(
    'SELECT r.name FROM desk.rule AS r EXCEPT SELECT l.name FROM pg_temp.listed AS l',
    'and all that functions raise'
);
SELECT is_empty(
    $$SELECT k.conname::text FROM pg_constraint AS k
       WHERE k.conrelid IN (SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = 'desk'::regnamespace)
         AND k.contype NOT IN ('n', 't') -- NOT NULL is in pg_constraint from 18 on, with names of its own
      EXCEPT
      SELECT l.name FROM pg_temp.listed AS l$$,
    'all that constraints keep'
);
SELECT is_empty(
    $$SELECT c.relname::text FROM pg_class AS c JOIN pg_index AS i ON i.indexrelid = c.oid
       WHERE c.relnamespace = 'desk'::regnamespace AND i.indisunique
      EXCEPT
      SELECT l.name FROM pg_temp.listed AS l$$,
    'all that unique indexes keep'
);
SELECT set_eq(
    $$SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c
       WHERE c.table_schema = 'desk' AND c.is_nullable = 'NO' AND c.is_identity = 'NO'
         AND c.column_name NOT IN ('name_key', 'email_key', 'subject_key')$$,
    $$SELECT c.table_name || '.' || c.column_name
        FROM information_schema.columns AS c
        JOIN pg_temp.listed AS l ON l.name = c.table_name || '_' || c.column_name || '_not_null'
       WHERE c.table_schema = 'desk' AND l.sqlstate = '23502' AND l.fields = ARRAY[c.column_name::text]$$,
    'and all columns that are needed, but those that no caller writes'
);
SELECT is(
    (SELECT array_agg(l.name ORDER BY l.position) FROM pg_temp.listed AS l),
    (SELECT array_agg(l.name ORDER BY l.name COLLATE "C") FROM pg_temp.listed AS l),
    'by name, in whatever collation the database has'
);
SELECT is_empty(
    'SELECT l.name FROM pg_temp.listed AS l GROUP BY l.name HAVING count(*) > 1',
    'each once'
);
SELECT is_empty(
    'SELECT l.name FROM pg_temp.listed AS l WHERE api.rule_get(l.name) IS DISTINCT FROM row(l.name, l.sqlstate, l.fields, l.explanation)::api.rule',
    'as api.rule_get tells it'
);
SELECT is_empty(
    $$SELECT l.name FROM pg_temp.listed AS l
       WHERE (cardinality(l.fields) = 0) <> (l.name IN (SELECT r.name FROM desk.rule AS r))$$,
    'with fields, but for what functions raise'
);
SELECT is_empty(
    $$SELECT l.name, f.name
        FROM pg_temp.listed AS l CROSS JOIN unnest(l.fields) AS f (name)
       WHERE NOT EXISTS (SELECT FROM information_schema.columns AS c WHERE c.table_schema = 'desk' AND c.column_name = f.name)$$,
    'which are columns that there are'
);

-- what is added is there at once
ALTER TABLE desk.ticket ADD CONSTRAINT ticket_subject_calm CHECK (subject <> upper(subject));
COMMENT ON CONSTRAINT ticket_subject_calm ON desk.ticket IS 'A ticket''s subject is not in capitals alone.';
ALTER TABLE desk.ticket ALTER COLUMN agent_id SET NOT NULL;
ALTER TABLE desk.ticket ADD CONSTRAINT ticket_subject_alone EXCLUDE USING btree (subject WITH =);
CREATE UNIQUE INDEX ticket_subject_once ON desk.ticket (lower(subject));
SELECT set_eq(
    'SELECT r.name, r.fields FROM api.rule_list() AS r WHERE r.name NOT IN (SELECT l.name FROM pg_temp.listed AS l)',
    $$VALUES ('ticket_subject_calm', '{subject}'::text []), ('ticket_agent_id_not_null', '{agent_id}'),
             ('ticket_subject_alone', '{subject}'), ('ticket_subject_once', '{subject}')$$,
    'a new rule is in the list'
);

-- who may
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT cmp_ok((SELECT count(*) FROM api.rule_list()), '>', 100::bigint, 'answers whoever asks: the gateway, which nobody has entered');
SET LOCAL SESSION AUTHORIZATION rule_list_service;
SELECT cmp_ok((SELECT count(*) FROM api.rule_list()), '>', 100::bigint, 'and a service''s role that is nobody''s');
SET LOCAL SESSION AUTHORIZATION rule_list_stranger;
SELECT is(test.refusal('SELECT api.rule_list()'), '42501', 'but no role without ticketfirst_service');
SELECT test.leave();
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.rule_list'::regproc), 's', 'it only reads');

SELECT * FROM finish();
ROLLBACK;
