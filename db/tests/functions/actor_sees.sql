BEGIN;
SELECT plan(12);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER
AS $$SELECT string_agg(p.name, ' ' ORDER BY p.name) FROM desk.permission AS p WHERE internal.actor_sees(p.name)$$;

SELECT is(pg_temp.ask(), 'see_agent_emails see_all_tickets see_clients see_credentials see_internal_comments see_teams', 'a superuser sees what administrators do');
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(), 'see_agent_emails see_clients see_internal_comments see_teams see_unassigned_tickets', 'an agent what its role does');
SELECT test.enter_as(:ben, scopes => '{tickets:read}');
SELECT is(pg_temp.ask(), 'see_agent_emails see_clients see_internal_comments see_teams see_unassigned_tickets', 'whatever its token''s scopes');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(), NULL, 'a client nothing but its own');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.ask(), 'see_clients', 'a portal clients');
SELECT test.enter_as(:ada, on_behalf_of => 'client:' || :cleo);
SELECT is(pg_temp.ask(), NULL, 'an administrator who acts for a client, what the client does');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nobody is refused');
SELECT test.leave();
SELECT is(internal.actor_sees(v.sight), v.sees, format('%s is no sight', coalesce(v.sight, 'NULL')))
  FROM (VALUES ('ticket_get', false), ('', false), (NULL, NULL::boolean)) AS v (sight, sees);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_sees'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_sees(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
