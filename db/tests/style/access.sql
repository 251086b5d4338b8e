-- Row level security is everywhere, and the gateway's role has nothing but functions to call.
BEGIN;
SELECT plan(7);

SELECT is_empty(
    $$SELECT c.oid::regclass
        FROM pg_class AS c
       WHERE c.relnamespace = 'desk'::regnamespace
         AND c.relkind IN ('r', 'p')
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity)$$,
    'row level security is enabled and forced on every table'
);

SELECT is_empty(
    $$SELECT c.oid::regclass
        FROM pg_class AS c
       WHERE c.relnamespace = 'desk'::regnamespace
         AND c.relkind IN ('r', 'p')
         AND c.relowner <> 'ticketfirst_owner'::regrole$$,
    'every table belongs to ticketfirst_owner'
);

SELECT is_empty(
    $$SELECT r.rolname
        FROM pg_roles AS r
       WHERE r.rolname ~ '^ticketfirst_'
         AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication)$$,
    'no role is superuser, bypasses row level security, or makes roles or databases'
);

SELECT is_empty(
    $$SELECT pg_describe_object(s.classid, s.objid, s.objsubid)
        FROM pg_shdepend AS s
       WHERE s.refclassid = 'pg_authid'::regclass
         AND s.refobjid IN ('ticketfirst_gateway'::regrole, 'ticketfirst_service'::regrole)
         AND s.deptype = 'o'
         AND s.dbid IN (0, (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()))$$,
    'the roles of callers own nothing'
);

SELECT is_empty(
    $$SELECT caller.name, c.oid::regclass
        FROM (VALUES ('ticketfirst_gateway'), ('ticketfirst_service')) AS caller (name)
       CROSS JOIN pg_class AS c
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND CASE
                 WHEN c.relkind = 'S' THEN has_sequence_privilege(caller.name, c.oid, 'USAGE, SELECT, UPDATE')
                 WHEN c.relkind IN ('r', 'p', 'v', 'm', 'f') THEN
                     has_table_privilege(caller.name, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                     OR has_any_column_privilege(caller.name, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
                 ELSE false
             END$$,
    'the roles of callers have no right on any table or sequence'
);

SELECT is_empty(
    $$SELECT caller.name, p.oid::regprocedure
        FROM (VALUES ('ticketfirst_gateway'), ('ticketfirst_service')) AS caller (name)
       CROSS JOIN pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'internal'::regnamespace)
         AND has_schema_privilege(caller.name, p.pronamespace, 'USAGE')
         AND has_function_privilege(caller.name, p.oid, 'EXECUTE')$$,
    'the roles of callers can execute nothing outside schema api'
);

SELECT is_empty(
    $$SELECT caller.name, r.rolname
        FROM (VALUES ('ticketfirst_gateway'), ('ticketfirst_service')) AS caller (name)
       CROSS JOIN pg_roles AS r
       WHERE r.rolname <> caller.name AND pg_has_role(caller.name, r.oid, 'MEMBER')$$,
    'the roles of callers are members of no role'
);

SELECT * FROM finish();
ROLLBACK;
