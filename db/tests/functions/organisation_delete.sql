BEGIN;
SELECT plan(22);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', true, :cleo) AS acme, test.organisation('Empty', true) AS empty,
       test.organisation('Gone', false) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:root);
SELECT is(to_jsonb(api.organisation_delete(:empty)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :empty, 'name', 'Empty', 'is_shared', true, 'version', 2),
          'returns the organisation as it was deleted');
SELECT is(test.refusal(format('SELECT api.organisation_get(%s)', :empty)), 'TF404 organisation_not_found id',
          'it can be read no more');
SELECT is((SELECT count(*) FROM api.organisation_list(name => 'Empty')), 0::bigint, 'and is in no list');
SELECT is((api.organisation_create('Empty')).name, 'Empty', 'its name is free');
SELECT is((SELECT array_agg(l.id) FROM api.organisation_list(name => 'Empty', deleted => true) AS l), ARRAY[:empty::bigint],
          'the deleted ones are in a list of their own');
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s)', :empty)),
          'TF404 organisation_not_found organisation_id', 'which has no members');
SELECT is(test.refusal(format('SELECT api.organisation_member_add(%s, %s)', :empty, :dora)),
          'TF404 organisation_not_found organisation_id', 'and gets none');

SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :gone)), 'TF404 organisation_not_found id',
          'a deleted one is not there');
SELECT is(test.refusal('SELECT api.organisation_delete(0)'), 'TF404 organisation_not_found id', 'neither is one that never was');
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s, 2)', :acme)), 'TF412 organisation_version_stale if_version',
          'refuses another version');
SELECT throws_ok(format('SELECT api.organisation_delete(%s)', :acme), 'TF409', format('organisation %s has 1 member(s)', :acme),
                 'refuses one with members, and says how many');
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), 'TF409 organisation_has_members id',
          'by the name of the rule');

SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), 'TF403 permission_missing', 'a lead may not');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), 'TF403 permission_missing', 'nor an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), 'TF403 permission_missing', 'nor a member');
SELECT test.enter_as_client(:dora);
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), 'TF404 organisation_not_found id',
          'for another client it is not there');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), 'TF403 permission_missing', 'nor may a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.organisation_delete(%s)', :acme)), '28000 actor_unknown', 'nor nobody');
SELECT is(test.refusal('SELECT api.organisation_delete(0)'), '28000 actor_unknown', 'who is not told which ids there are');

SELECT test.enter_as(:root);
SELECT is((api.organisation_member_remove(:acme, :cleo)).client_id, :cleo::bigint, 'when its members have left');
SELECT is((api.organisation_delete(:acme, if_version => 1)).version, 2, 'it is deleted');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.changes - 'deleted_at', (e.changes #>> '{deleted_at,to}')::timestamptz,
                          e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'organisation' AND e.entity_id = :empty AND e.action <> 'create'),
    ARRAY[row('delete', 2, '{}'::jsonb, now(), :root)::text],
    'the journal has one event of it'
);

SELECT * FROM finish();
ROLLBACK;
