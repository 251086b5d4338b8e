BEGIN;
SELECT plan(16);

SELECT test.agent('Ada') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo,
       test.service('Monitor', 'monitor') AS monitor, test.service('Portal', 'portal') AS portal \gset
SELECT test.team('Here', :ada, :lea) AS here, test.team('Away') AS away \gset
CREATE FUNCTION pg_temp.ask(team_id bigint, teamless boolean) RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS
'SELECT internal.ticket_list_teams(internal.actor(), ask.team_id, ask.teamless)';

SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(NULL, false), ARRAY[:here, 0]::bigint [], 'an agent has its teams and none');
SELECT is(pg_temp.ask(NULL, NULL), ARRAY[:here, 0]::bigint [], 'NULL asks for all of them too');
SELECT is(pg_temp.ask(:here, false), ARRAY[:here]::bigint [], 'or one of them');
SELECT is(pg_temp.ask(NULL, true), ARRAY[0]::bigint [], 'or none');
SELECT is(pg_temp.ask(:away, false), '{}'::bigint [], 'another team is left out');
SELECT is(pg_temp.ask(0, false), '{}'::bigint [], '0 is no team');
SELECT test.enter_as(:lea);
SELECT is(pg_temp.ask(:away, NULL), '{}'::bigint [], 'to a lead too');
SELECT test.enter_as(:root);
SELECT is(pg_temp.ask(:away, false), ARRAY[:away]::bigint [], 'whoever sees all tickets may look in any team');
SELECT is(pg_temp.ask(NULL, true), ARRAY[0]::bigint [], 'and in none');
SELECT is(pg_temp.ask(0, false), ARRAY[NULL]::bigint [], 'though 0 finds nothing');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.ask(NULL, false), '{}'::bigint [], 'who has no teams has none');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(NULL, true), '{}'::bigint [], 'a client is told of no teams, even by an empty list that takes its time');
SELECT test.leave();
SELECT test.enter_as_service(:monitor);
SELECT is(pg_temp.ask(:here, false), ARRAY[:here]::bigint [], 'a monitor sees all');
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'monitor') WHERE name = 'see_teams';
SELECT test.enter_as_service(:monitor);
SELECT is(pg_temp.ask(:here, false), '{}'::bigint [], 'unless it does not see teams');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_list_teams'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_list_teams(NULL, NULL, NULL)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
