-- Nothing about a function is left to a default that would be unsafe.
BEGIN;
SELECT plan(5);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND a.grantee = 0$$,
    'PUBLIC may execute no function'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND p.prosqlbody IS NULL -- a SQL-standard body is bound when it is created
         AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)$$,
    'every function whose names are looked up when it runs pins its search_path, with pg_temp last: left out, it is first'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND p.prosecdef
         AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)$$,
    'every SECURITY DEFINER function pins its search_path'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND p.proowner NOT IN ('ticketfirst_owner'::regrole, 'ticketfirst_api'::regrole)$$,
    'every function belongs to one of the two owning roles, not to whoever deployed it'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
        JOIN pg_language AS l ON l.oid = p.prolang
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND l.lanname NOT IN ('sql', 'plpgsql')$$,
    'functions are written in SQL or PL/pgSQL'
);

SELECT * FROM finish();
ROLLBACK;
