BEGIN;
SELECT plan(12);

SELECT is(current_setting('server_encoding'), 'UTF8', 'the database''s encoding is UTF8');
SELECT set_eq(
    $$SELECT n.nspname::text, n.nspowner::regrole::text FROM pg_namespace AS n
       WHERE n.nspname IN ('desk', 'api', 'internal')$$,
    $$VALUES ('desk', 'ticketfirst_owner'), ('api', 'ticketfirst_owner'), ('internal', 'ticketfirst_owner')$$,
    'ticketfirst_owner owns the three schemas'
);
SELECT set_eq(
    $$SELECT n.nspname::text, coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'), a.privilege_type
        FROM pg_namespace AS n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
       WHERE n.nspname IN ('desk', 'api', 'internal')$$,
    $$VALUES ('desk', 'ticketfirst_owner', 'USAGE'), ('desk', 'ticketfirst_owner', 'CREATE'),
             ('desk', 'ticketfirst_api', 'USAGE'),
             ('internal', 'ticketfirst_owner', 'USAGE'), ('internal', 'ticketfirst_owner', 'CREATE'),
             ('internal', 'ticketfirst_api', 'USAGE'),
             ('api', 'ticketfirst_owner', 'USAGE'), ('api', 'ticketfirst_owner', 'CREATE'),
             ('api', 'ticketfirst_api', 'USAGE'), ('api', 'ticketfirst_api', 'CREATE'),
             ('api', 'ticketfirst_gateway', 'USAGE'), ('api', 'ticketfirst_service', 'USAGE')$$,
    'who may use which schema, and make what in it'
);

-- what is made later is nobody's until somebody grants it
SET LOCAL ROLE ticketfirst_owner;
CREATE FUNCTION internal.schemas_test() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE desk.schemas_test (id integer);
SET LOCAL ROLE ticketfirst_api;
CREATE FUNCTION api.schemas_test() RETURNS integer LANGUAGE sql AS 'SELECT 1';
RESET ROLE;
SELECT is(has_function_privilege(v.role, v.function, 'EXECUTE'), v.may,
          format('%s and %s: %s', v.role, v.function, v.may))
  FROM (VALUES ('ticketfirst_gateway', 'api.schemas_test()', false),
  ('ticketfirst_service', 'api.schemas_test()', false),
               ('ticketfirst_owner', 'api.schemas_test()', false), ('ticketfirst_api', 'api.schemas_test()', true),
               ('ticketfirst_gateway', 'internal.schemas_test()', false),
               ('ticketfirst_service', 'internal.schemas_test()', false),
               ('ticketfirst_api', 'internal.schemas_test()', false),
               ('ticketfirst_owner', 'internal.schemas_test()', true))
    AS v (role, function, may);
SELECT is(has_table_privilege('ticketfirst_api', 'desk.schemas_test', 'SELECT'), false, 'and so is a table');

SELECT * FROM finish();
ROLLBACK;
