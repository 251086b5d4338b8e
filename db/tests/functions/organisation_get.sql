BEGIN;
SELECT plan(18);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Emil') AS emil,
       test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', true, :cleo, :dora) AS acme, test.organisation('Other', false, :emil) AS other,
       test.organisation('Gone', true) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ben);
SELECT is(to_jsonb(api.organisation_get(:acme)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :acme, 'name', 'Acme', 'is_shared', true, 'version', 1), 'shows an organisation to an agent');
SELECT is(row((api.organisation_get(:acme)).created_at, (api.organisation_get(:acme)).updated_at), row(now(), now()),
          'with its times');
SELECT is(test.refusal(format('SELECT api.organisation_get(%s)', :gone)), 'TF404 organisation_not_found id',
          'a deleted one is not there');
SELECT is(test.refusal('SELECT api.organisation_get(0)'), 'TF404 organisation_not_found id', 'neither is one that never was');
SELECT is(test.refusal('SELECT api.organisation_get(NULL)'), 'TF404 organisation_not_found id', 'nor no id');
SELECT test.enter_as(:ben, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT api.organisation_get(%s)', :acme)), 'TF403 scope_missing',
          'a token without scope clients:read will not do');
SELECT test.enter_as(:lea);
SELECT is((api.organisation_get(:other)).name, 'Other', 'shows it to a lead');
SELECT test.enter_as_service(:portal);
SELECT is((api.organisation_get(:other)).name, 'Other', 'and to a portal');
SELECT test.enter_as(:root);
SELECT is((api.organisation_get(:acme)).name, 'Acme', 'and to an administrator');
SELECT is(test.refusal(format('SELECT api.organisation_get(%s)', :gone)), 'TF404 organisation_not_found id',
          'but no deleted one');

SELECT test.enter_as_client(:cleo);
SELECT is((api.organisation_get(:acme)).name, 'Acme', 'a client sees its own');
SELECT throws_ok(format('SELECT api.organisation_get(%s)', v.id), 'TF404',
                 format('organisation %s does not exist', v.id), v.what)
  FROM (VALUES (:other, 'and no other'), (:gone, 'nor a deleted one'), (0, 'as if it never was'))
    AS v (id, what);
SELECT test.enter_as_client(:emil);
SELECT is((api.organisation_get(:other)).is_shared, false, 'it sees its own too where that shares nothing');
SELECT test.leave();
DELETE FROM desk.organisation_member WHERE client_id = :cleo;
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_get(%s)', :acme)), 'TF404 organisation_not_found id',
          'and no more when it has left');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.organisation_get(%s)', :acme)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.organisation_get(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT * FROM finish();
ROLLBACK;
