BEGIN;
SELECT plan(16);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal, test.service('Monitor', 'monitor') AS monitor,
       test.team('First line') AS team, test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.team_get(:team)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :team, 'name', 'First line', 'version', 1), 'shows a team, to an agent who is not in it too');
SELECT is(row((api.team_get(:team)).created_at, (api.team_get(:team)).updated_at), row(now(), now()), 'with its times');
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :gone)), 'TF404 team_not_found id', 'a deleted team is not there');
SELECT is(test.refusal('SELECT api.team_get(0)'), 'TF404 team_not_found id', 'neither is one that never was');
SELECT is(test.refusal('SELECT api.team_get(NULL)'), 'TF404 team_not_found id', 'nor no id');
SELECT test.enter_as(:lea);
SELECT is((api.team_get(:team)).name, 'First line', 'shows it to a lead');
SELECT test.enter_as(:root);
SELECT is((api.team_get(:team)).name, 'First line', 'and to an administrator');
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :gone)), 'TF404 team_not_found id', 'but no deleted one');
SELECT test.enter_as(:root, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :team)), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as_service(:monitor);
SELECT is((api.team_get(:team)).name, 'First line', 'shows it to a service with the permission');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :team)), 'TF403 permission_missing', 'refuses one without');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :team)), 'TF403 permission_missing', 'refuses a client');
SELECT is(test.refusal('SELECT api.team_get(0)'), 'TF403 permission_missing', 'and does not tell it which ids there are');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :team)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.team_get(0)'), '28000 actor_unknown', 'and does not tell nobody which ids there are');

-- a role that may, and does not see
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'team_get';
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :team)), 'TF404 team_not_found id',
          'who may read teams and sees none finds none');

SELECT * FROM finish();
ROLLBACK;
