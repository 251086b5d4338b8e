BEGIN;
SELECT plan(11);

SELECT is(internal.actor_name(cast(row('x', v.a, v.c, v.s, v.ba, v.bs, '{}', NULL, '{}', NULL) AS internal.actor)), v.name, v.name)
  FROM (VALUES
        (7::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, 'agent:7'), (NULL, 3, NULL, NULL, NULL, 'client:3'),
        (NULL, NULL, 1, NULL, NULL, 'service:1'), (NULL, NULL, NULL, NULL, NULL, 'database'),
        (7, NULL, NULL, 8, NULL, 'agent:7 by agent:8'), (NULL, 3, NULL, 8, NULL, 'client:3 by agent:8'),
        (NULL, 3, NULL, NULL, 1, 'client:3 by service:1'),
        (9223372036854775807, NULL, NULL, NULL, 9223372036854775807, 'agent:9223372036854775807 by service:9223372036854775807'))
    AS v (a, c, s, ba, bs, name);
SELECT is(internal.actor_name(NULL), 'database', 'of nobody in particular');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_name'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_name(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
