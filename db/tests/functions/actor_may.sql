BEGIN;
SELECT plan(18);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset
CREATE FUNCTION pg_temp.ask(VARIADIC permissions text []) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_may(VARIADIC $1)';

SELECT is(pg_temp.ask('agent_create'), true, 'a superuser may what administrators may');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask('agent_create'), true, 'an administrator may');
SELECT test.enter_as(:ada, scopes => '{tickets:read,tickets:write}');
SELECT is(pg_temp.ask('agent_create'), false, 'but not with a token without the scope');
SELECT is(pg_temp.ask('ticket_get'), true, 'which has others');
SELECT is(pg_temp.ask('see_teams'), true, 'what is seen takes no scope');
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask('agent_create'), false, 'an agent may not');
SELECT is(pg_temp.ask('agent_create', 'client_create'), true, 'one of several permissions will do');
SELECT is(pg_temp.ask('agent_create', 'team_create'), false, 'but one it must be');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask('client_create'), false, 'a client may what clients may');
SELECT is(pg_temp.ask('ticket_create'), true, 'which is little');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.ask('act_for_client'), true, 'a service what its role may');
SELECT is(pg_temp.ask('ticket_get'), false, 'and no more');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{portal}'::text [] WHERE name = 'ticket_get';
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(pg_temp.ask('ticket_get'), true, 'a DBA''s UPDATE is in force at once');
SELECT is(pg_temp.ask(v.permission), false, format('%s is no permission', coalesce(v.permission, 'NULL')))
  FROM (VALUES ('nothing'), (NULL)) AS v (permission);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal($$SELECT pg_temp.ask('ticket_get')$$), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_may'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_may(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
