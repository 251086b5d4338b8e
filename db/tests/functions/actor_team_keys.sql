BEGIN;
SELECT plan(10);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.service('Monitor', 'monitor') AS monitor \gset
SELECT test.team('Here', :ben) AS here, test.team('Away') AS away \gset
CREATE FUNCTION pg_temp.ask() RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_team_keys()';

SELECT is(internal.actor_team_keys(), '{}'::bigint [], 'a superuser has no teams, and sees all tickets otherwise');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(), '{}'::bigint [], 'so does an administrator');
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(), ARRAY[:here, 0]::bigint [], 'an agent has its teams, and 0 for the tickets of no team');
SELECT test.leave();
INSERT INTO desk.team_member (team_id, agent_id) VALUES (:away, :ben);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(pg_temp.ask(), ARRAY[:here, 0]::bigint [], 'as they were when it entered');
SELECT test.enter_as(:ben);
SELECT is((SELECT array_agg(k.k ORDER BY k.k) FROM unnest(pg_temp.ask()) AS k (k)), ARRAY[0, :here, :away]::bigint [], 'a new membership is in force from the next call on');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(), '{}'::bigint [], 'a client has none');
SELECT test.enter_as_service(:monitor);
SELECT is(pg_temp.ask(), '{}'::bigint [], 'nor a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_team_keys'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_team_keys()'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
