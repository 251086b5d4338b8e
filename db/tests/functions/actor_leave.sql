BEGIN;
SELECT plan(8);

SELECT test.agent('Ben') AS ben \gset
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor()::text';

SELECT is(internal.actor_make(:ben, NULL, NULL)::text, (SELECT pg_temp.ask() FROM internal.actor_leave(internal.actor_make(:ben, NULL, NULL)::text) OFFSET 0),
          'the actor is the one who is asking, from here on');
SELECT is(substr(current_setting('ticketfirst.actor'), 66), internal.actor_make(:ben, NULL, NULL)::text, 'it stands in the setting');
SELECT matches(left(current_setting('ticketfirst.actor'), 64), '^[0-9a-f]{64}$', 'under a seal');
SAVEPOINT before;
SELECT internal.actor_leave(cast(row('monitor', NULL, NULL, 7, NULL, NULL, '{1,2}', 5, '{"a b","c,\"d"}', '{}') AS internal.actor)::text);
SELECT is(pg_temp.ask(), '(monitor,,,7,,,"{1,2}",5,"{""a b"",""c,\\""d""}",{})', 'any actor, as it was');
ROLLBACK TO before;
SELECT is((pg_temp.ask()::internal.actor).agent_id, :ben::bigint, 'what is rolled back was not left');
SELECT internal.actor_leave(NULL);
SELECT is((pg_temp.ask()::internal.actor).role, 'admin', 'NULL leaves nobody: a superuser is an administrator again');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_leave'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_leave(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
