BEGIN;
SELECT plan(9);

SELECT test.agent('Root', 'admin') AS root, test.agent('Ada') AS ada, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal, test.team('First line') AS team, test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
CREATE FUNCTION pg_temp.require(team_id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.team_require($1)';
ALTER FUNCTION pg_temp.require OWNER TO ticketfirst_api;

SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT pg_temp.require(%s)', :team)), 'allowed', 'an administrator sees a team');
SELECT is(test.refusal(format('SELECT pg_temp.require(%s)', :gone)), 'TF404 team_not_found team_id',
          'a deleted team is not there');
SELECT is(test.refusal('SELECT pg_temp.require(0)'), 'TF404 team_not_found team_id', 'neither is one that never was');
SELECT is(test.refusal('SELECT pg_temp.require(NULL)'), 'TF404 team_not_found team_id', 'nor no team');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT pg_temp.require(%s)', :team)), 'allowed', 'an agent sees teams it is not in');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.require(%s)', :team)), 'TF404 team_not_found team_id', 'a client sees none');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT pg_temp.require(%s)', :team)), 'TF404 team_not_found team_id',
          'nor does a service without see_teams');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.require(%s)', :team)), '28000 actor_unknown', 'nobody may not ask');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.team_require'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
