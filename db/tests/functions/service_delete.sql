BEGIN;
SELECT plan(15);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Alpha', 'portal') AS alpha, test.service('Beta', 'portal') AS beta \gset
SELECT test.token(NULL, service_id => :alpha) AS hash \gset

SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.service_delete(%s, 2)', :alpha)), 'TF412 service_version_stale if_version',
          'refuses another version than the service''s');
SELECT is(to_jsonb(api.service_delete(:alpha, if_version => 1)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :alpha, 'name', 'Alpha', 'role', 'portal', 'active', true, 'version', 2),
          'returns the service as it was deleted');
SELECT is(test.refusal(format('SELECT api.service_get(%s)', :alpha)), 'TF404 service_not_found id',
          'it cannot be read any more');
SELECT is((SELECT array_agg(l.name) FROM api.service_list() AS l), ARRAY['Beta'], 'and is in no list');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(deleted => true) AS l), ARRAY['Alpha'],
          'but that of the deleted ones');
SELECT is(test.refusal(format('SELECT api.service_delete(%s)', :alpha)), 'TF404 service_not_found id',
          'it cannot be deleted twice');
SELECT is(test.refusal('SELECT api.service_delete(0)'), 'TF404 service_not_found id', 'nor one that never was');
SELECT is(test.refusal(format('SELECT api.enter(%L)', :'hash')), '28000 token_invalid', 'its tokens open nothing');

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.service_delete(%s)', :beta)), 'TF403 permission_missing',
          'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.service_delete(%s)', :beta)), 'TF403 permission_missing', 'a client');
SELECT test.enter_as_service(:beta);
SELECT is(test.refusal(format('SELECT api.service_delete(%s)', :beta)), 'TF403 permission_missing',
          'a service may not delete itself');
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(test.refusal(format('SELECT api.service_delete(%s)', :beta)), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.service_delete(%s)', :beta)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.service_delete(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT row(e.action, e.version, e.changes #> '{deleted_at,from}', e.actor_agent_id)::text FROM desk.event AS e
      WHERE e.entity = 'service' AND e.entity_id = :alpha AND e.action = 'delete'),
    row('delete', 2, 'null'::jsonb, :ada)::text, 'the journal has it'
);

SELECT * FROM finish();
ROLLBACK;
