BEGIN;
SELECT plan(13);

SELECT set_eq(
    $$SELECT r.rolname::text, r.rolcanlogin FROM pg_roles AS r WHERE r.rolname LIKE 'ticketfirst\_%'$$,
    $$VALUES ('ticketfirst_owner', false), ('ticketfirst_api', false), ('ticketfirst_gateway', true),
             ('ticketfirst_service', false)$$,
    'there are four roles, and only the gateway logs in'
);
SELECT is_empty(
    $$SELECT r.rolname FROM pg_roles AS r
       WHERE r.rolname LIKE 'ticketfirst\_%'
         AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)$$,
    'none is a superuser, makes roles or databases, replicates or passes row security by'
);
SELECT is_empty(
    $$SELECT m.roleid::regrole, m.member::regrole FROM pg_auth_members AS m
       WHERE m.member::regrole::text LIKE 'ticketfirst\_%'$$,
    'none is a member of any role'
);
SELECT is_empty(
    $$SELECT r.rolname FROM pg_roles AS r
       WHERE r.rolname LIKE 'ticketfirst\_%' AND shobj_description(r.oid, 'pg_authid') IS NULL$$,
    'each says what it is for'
);
SELECT is(pg_has_role(v.member, v.role, 'MEMBER'), false, format('%s cannot act as %s', v.member, v.role))
  FROM (VALUES ('ticketfirst_gateway', 'ticketfirst_api'), ('ticketfirst_gateway', 'ticketfirst_owner'),
               ('ticketfirst_service', 'ticketfirst_api'), ('ticketfirst_service', 'ticketfirst_owner'),
               ('ticketfirst_api', 'ticketfirst_owner'), ('ticketfirst_owner', 'ticketfirst_api'))
    AS v (member, role);
SELECT is_empty(
    $$SELECT c.oid::regclass, c.relowner::regrole FROM pg_class AS c
       WHERE c.relnamespace = 'desk'::regnamespace AND c.relowner <> 'ticketfirst_owner'::regrole$$,
    'ticketfirst_owner owns everything in desk'
);
SELECT set_eq(
    $$SELECT DISTINCT n.nspname::text, p.proowner::regrole::text, p.proname IN ('enter', 'act_for', 'idempotency_keep')
        FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
       WHERE n.nspname IN ('api', 'internal', 'desk')$$,
    $$VALUES ('api', 'ticketfirst_api', false), ('api', 'ticketfirst_owner', true),
             ('internal', 'ticketfirst_owner', false)$$,
    'ticketfirst_api owns the public functions, ticketfirst_owner those that let callers in and all others'
);
SELECT is_empty(
    $$SELECT p.oid::regprocedure FROM pg_proc AS p
       WHERE p.proowner = 'ticketfirst_api'::regrole AND NOT p.prosecdef$$,
    'every public function runs as ticketfirst_api, under row security'
);

SELECT * FROM finish();
ROLLBACK;
