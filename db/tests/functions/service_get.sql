BEGIN;
SELECT plan(14);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal, test.service('Gone', 'monitor') AS gone
       \gset
UPDATE desk.service SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.service_get(:portal)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :portal, 'name', 'Portal', 'role', 'portal', 'active', true, 'version', 1),
          'shows a service');
SELECT is(row((api.service_get(:portal)).created_at, (api.service_get(:portal)).updated_at), row(now(), now()),
          'with its times');
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :gone)), 'TF404 service_not_found id',
          'a deleted service is not there');
SELECT is(test.refusal('SELECT api.service_get(0)'), 'TF404 service_not_found id', 'neither is one that never was');
SELECT is(test.refusal('SELECT api.service_get(NULL)'), 'TF404 service_not_found id', 'nor no id');

SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :portal)), 'TF403 permission_missing', 'refuses a lead');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.service_get(%s)', v.id)), 'TF403 permission_missing',
          'refuses an agent, whichever service it is about: ' || v.what)
  FROM (VALUES (:'portal', 'a live one'), (:'gone', 'a deleted one'), ('0', 'one that never was')) AS v (id, what);
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :portal)), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :portal)), 'TF403 permission_missing',
          'refuses a service, even about itself: api.me tells it');
SELECT test.enter_as(:ada, scopes => '{agents:read,clients:read}');
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :portal)), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :portal)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.service_get(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT * FROM finish();
ROLLBACK;
