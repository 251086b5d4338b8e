BEGIN;
SELECT plan(9);

SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Eve') AS eve,
       test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Shared', true, :cleo, :dora) AS shared \gset
CREATE FUNCTION pg_temp.ask() RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_client_ids()';

SELECT is(internal.actor_client_ids(), '{}'::bigint [], 'a superuser is no client');
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(), '{}'::bigint [], 'nor an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(), ARRAY[:cleo, :dora]::bigint [], 'a client has itself and its colleagues');
SELECT test.enter_as_client(:eve);
SELECT is(pg_temp.ask(), ARRAY[:eve]::bigint [], 'one without an organisation itself');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.ask(), '{}'::bigint [], 'a portal nobody');
SELECT test.enter_as(NULL, service_id => :portal, on_behalf_of => 'client:' || :dora);
SELECT is(pg_temp.ask(), ARRAY[:dora, :cleo]::bigint [], 'unless it acts for a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_client_ids'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_client_ids()'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
