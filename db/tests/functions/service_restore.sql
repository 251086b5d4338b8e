BEGIN;
SELECT plan(17);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Alpha', 'portal') AS alpha, test.service('Gone', 'monitor') AS gone \gset
SELECT test.token(NULL, service_id => :gone) AS hash \gset

SELECT test.enter_as(:ada);
SELECT (api.service_delete(:gone)).version AS deleted_version \gset
SELECT is(test.refusal(format('SELECT api.service_restore(%s, 1)', :gone)), 'TF412 service_version_stale if_version',
          'refuses an older version');
SELECT is(to_jsonb(api.service_restore(:gone, if_version => :deleted_version)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :gone, 'name', 'Gone', 'role', 'monitor', 'active', true, 'version', 3),
          'returns the service as it was before');
SELECT is((api.service_get(:gone)).version, 3, 'it can be read again');
SELECT is((api.service_restore(:gone)).version, 3, 'a live service stays as it is');
SELECT is((api.service_restore(:alpha)).version, 1, 'one that never was deleted too');
SELECT is((api.enter(:'hash')).role, 'monitor', 'its tokens let it in again');

SELECT test.enter_as(:ada);
SELECT is((api.service_delete(:gone)).version, 4, 'deleted again');
SELECT (api.service_create('GONE', 'portal')).id AS next \gset
SELECT is(test.refusal(format('SELECT api.service_restore(%s)', :gone)), '23505 service_name_unique',
          'refuses a service whose name a live one has by now, in any case');
SELECT is((api.service_delete(:next)).version, 2, 'until the other is deleted');
SELECT is((api.service_restore(:gone)).version, 5, 'it can be restored then');
SELECT is(test.refusal('SELECT api.service_restore(0)'), 'TF404 service_not_found id',
          'one that never was is not there');

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.service_restore(%s)', :next)), 'TF403 permission_missing',
          'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.service_restore(%s)', :next)), 'TF403 permission_missing', 'a client');
SELECT test.enter_as_service(:alpha);
SELECT is(test.refusal(format('SELECT api.service_restore(%s)', :alpha)), 'TF403 permission_missing',
          'a service may restore nothing, not even itself');
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(test.refusal(format('SELECT api.service_restore(%s)', :next)), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.service_restore(%s)', :next)), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.version, e.changes #> '{deleted_at,to}', e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'service' AND e.entity_id = :gone AND e.action = 'restore'),
    ARRAY[row(3, 'null'::jsonb, :ada)::text, row(5, 'null'::jsonb, :ada)::text],
    'the journal has one event of each time'
);

SELECT * FROM finish();
ROLLBACK;
