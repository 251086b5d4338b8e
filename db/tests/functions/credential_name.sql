BEGIN;
SELECT plan(7);

SELECT is(internal.credential_name(v.a, v.c, v.s), v.name, v.name)
  FROM (VALUES
        (7::bigint, NULL::bigint, NULL::bigint, 'agent:7'), (NULL, 3, NULL, 'client:3'), (NULL, NULL, 1, 'service:1'),
        (9223372036854775807, NULL, NULL, 'agent:9223372036854775807'), (NULL, NULL, NULL, 'database'))
    AS v (a, c, s, name);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.credential_name'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.credential_name(NULL, NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
