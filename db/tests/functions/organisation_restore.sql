BEGIN;
SELECT plan(18);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', true) AS acme, test.organisation('Gone', true) AS gone \gset

SELECT test.enter_as(:root);
SELECT (api.organisation_delete(:gone)).version AS deleted_version \gset
SELECT is(test.refusal(format('SELECT api.organisation_restore(%s, 1)', :gone)), 'TF412 organisation_version_stale if_version',
          'refuses an older version');
SELECT is(to_jsonb(api.organisation_restore(:gone, if_version => :deleted_version)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :gone, 'name', 'Gone', 'is_shared', true, 'version', 3),
          'returns the organisation as it was before');
SELECT is((api.organisation_get(:gone)).version, 3, 'it can be read again');
SELECT is((SELECT array_agg(l.id) FROM api.organisation_list(name => 'gone') AS l), ARRAY[:gone::bigint], 'and is in the list');
SELECT is((api.organisation_restore(:gone)).version, 3, 'a live one stays as it is');
SELECT is((api.organisation_member_add(:gone, :cleo)).client_id, :cleo::bigint, 'it may have members again');
SELECT is((api.organisation_member_remove(:gone, :cleo)).client_id, :cleo::bigint, 'and lose them');

SELECT is((api.organisation_delete(:gone)).version, 4, 'deleted again');
SELECT (api.organisation_create('GONE')).id AS next \gset
SELECT is(test.refusal(format('SELECT api.organisation_restore(%s)', :gone)), '23505 organisation_name_unique',
          'refuses one whose name a live one has by now, in any case');
SELECT is((api.organisation_delete(:next)).version, 2, 'until the other is deleted');
SELECT is(test.refusal('SELECT api.organisation_restore(0)'), 'TF404 organisation_not_found id', 'one that never was is not there');

SELECT is(test.refusal('SELECT api.organisation_restore(NULL)'), 'TF404 organisation_not_found id', 'nor no id');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.organisation_restore(%s)', :gone)), 'TF404 organisation_not_found id', 'for a lead it is not there');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.organisation_restore(%s)', :gone)), 'TF404 organisation_not_found id', 'nor for an agent');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.organisation_restore(%s)', :gone)), 'TF404 organisation_not_found id', 'nor for a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_restore(%s)', :gone)), 'TF404 organisation_not_found id',
          'nor for a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.organisation_restore(0)'), '28000 actor_unknown',
          'nobody is not told which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'organisation' AND e.entity_id = :gone AND e.action <> 'create'),
    ARRAY[row('delete', 2, :root)::text, row('restore', 3, :root)::text, row('delete', 4, :root)::text],
    'the journal has one event of each time'
);

SELECT * FROM finish();
ROLLBACK;
