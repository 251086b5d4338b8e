BEGIN;
SELECT plan(13);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal \gset

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.identity_create('i', 'ben', :ben)) AS ben_is, to_jsonb(api.identity_create('i', 'cleo', client_id => :cleo))
       AS cleo_is \gset
SELECT :'ben_is'::jsonb ->> 'id' AS first, :'cleo_is'::jsonb ->> 'id' AS second \gset
SELECT is(to_jsonb(api.identity_delete(:first)), :'ben_is'::jsonb, 'returns the identity as it was');
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list() AS l), ARRAY['cleo'], 'it is gone, the other stays');
SELECT is(test.refusal(format('SELECT api.identity_delete(%s)', :first)), 'TF404 identity_not_found id',
          'it cannot be deleted twice');
SELECT is(test.refusal('SELECT api.identity_delete(0)'), 'TF404 identity_not_found id', 'nor one that never was');
SELECT is(test.refusal('SELECT api.identity_delete(NULL)'), 'TF404 identity_not_found id', 'nor no id');
SELECT isnt((api.identity_create('i', 'ben', :ben)).id, :first::bigint, 'the subject can be made somebody again');

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.identity_delete(%s)', v.id)), 'TF403 permission_missing',
          'refuses an agent, whichever it is about')
  FROM (VALUES (:second), (0)) AS v (id);
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.identity_delete(%s)', :second)), 'TF403 permission_missing',
          'refuses a client, even its own');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.identity_delete(%s)', :second)), 'TF403 permission_missing',
          'refuses a service');
SELECT test.enter_as(:ada, scopes => '{clients:write}');
SELECT is(test.refusal(format('SELECT api.identity_delete(%s)', :second)), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.identity_delete(%s)', :second)), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is((SELECT count(*) FROM desk.identity AS i WHERE i.id = :second), 1::bigint, 'what was refused deleted nothing');

SELECT * FROM finish();
ROLLBACK;
