BEGIN;
SELECT plan(7);

SELECT is(internal.seal_key(), (SELECT s.value || int4send(pg_backend_pid()) FROM desk.secret AS s WHERE s.name = 'seal'),
          'is the key, and the backend');
SELECT is(length(internal.seal_key()), 36, 'of 256 bits and 32');
UPDATE desk.secret SET value = sha256('another') WHERE name = 'seal';
SELECT is(substr(internal.seal_key(), 1, 32), sha256('another'), 'or a new one');
SELECT set_eq(
    $$SELECT p.proname::text FROM pg_proc AS p
       WHERE p.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace)
         AND (p.prosrc ~ 'seal_key' OR pg_get_function_sqlbody(p.oid) ~ 'seal_key')$$,
    ARRAY['seal'], 'only the seal is made of it'
);
-- A plan with the key in it is never printed.
SELECT is(
    (SELECT array_agg(p.proname::text ORDER BY p.proname::text) FROM pg_proc AS p
      WHERE p.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace) AND p.prosrc ~ 'internal\.seal\('
        AND NOT coalesce('debug_print_plan=off' = ANY (p.proconfig), false)),
    NULL, 'whoever asks for a seal prints no plan'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.seal_key'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.seal_key()'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
