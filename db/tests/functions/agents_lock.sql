BEGIN;
SELECT plan(4);

SELECT test.agent('Root', 'admin') AS root, test.agent('Ada') AS ada, test.agent('Ben') AS ben \gset
SELECT is(test.refusal(format('SELECT internal.agents_lock(%s, %s)', :ben, :ada)), 'allowed', 'locks two agents');
SELECT is(test.refusal(format('SELECT internal.agents_lock(%s, NULL)', :ada)), 'allowed', 'or one');
SELECT is(test.refusal('SELECT internal.agents_lock(0, 0)'), 'allowed', 'and does not mind who is not there');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.agents_lock'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
