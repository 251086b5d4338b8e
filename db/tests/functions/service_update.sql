BEGIN;
SELECT plan(43);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Alpha', 'portal') AS alpha, test.service('Beta', 'monitor') AS beta,
       test.service('Gone', 'portal') AS gone \gset
UPDATE desk.service SET deleted_at = now() WHERE id = :gone;
SELECT test.token(NULL, service_id => :alpha) AS hash \gset

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.service_update(:alpha, '{"name": " Aleph\t", "role": "importer"}')) AS aleph \gset
SELECT is(:'aleph'::jsonb - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :alpha, 'name', 'Aleph', 'role', 'importer', 'active', true, 'version', 2),
          'changes the fields it is given, trimmed, and no other');
SELECT is(to_jsonb(api.service_get(:alpha)), :'aleph'::jsonb, 'and keeps them');
SELECT is((api.service_update(:alpha, '{"name": "ALEPH"}', if_version => 2)).name, 'ALEPH',
          'goes on from the version seen; the case of an own name may change');
SELECT is((api.service_update(:alpha, '{}')).version, 3, 'no changes change nothing');
SELECT is((api.service_update(:alpha, '{"name": " ALEPH ", "role": "importer", "active": true}')).version, 3,
          'the same values change nothing either');
SELECT is((api.service_update(:alpha, '{"name": "gone"}')).name, 'gone', 'a deleted service''s name is free');
SELECT is((api.enter(:'hash')).role, 'importer', 'the service enters with its new role');
SELECT test.enter_as(:ada);
SELECT is((api.service_update(:alpha, '{"active": false}')).active, false, 'deactivates it');
SELECT is(test.refusal(format('SELECT api.enter(%L)', :'hash')), '28000 token_invalid', 'then its tokens open nothing');
SELECT is((api.service_update(:alpha, '{"active": true}')).active, true, 'and activates it again');

SELECT is(test.refusal(format('SELECT api.service_update(%s, %L)', :alpha, v.changes)), v.refusal,
          'refuses ' || v.changes)
  FROM (VALUES
        ('{"name": null}', '23502 service_name_not_null name'),
        ('{"role": null}', '23502 service_role_not_null role'),
        ('{"active": null}', '23502 service_active_not_null active'),
        ('{"name": " "}', '23514 service_name_length'),
        (format('{"name": "%s"}', repeat('x', 201)), '23514 service_name_length'),
        ('{"name": "X\nY"}', '23514 service_name_one_line'),
        ('{"name": "BETA"}', '23505 service_name_unique'),
        ('{"role": "admin"}', 'TF422 service_role_unknown role'),
        ('{"role": "client"}', 'TF422 service_role_unknown role'),
        ('{"role": "nobody"}', 'TF422 service_role_unknown role'),
        ('{"name": 1}', 'TF422 changes_field_type name'),
        ('{"role": ["portal"]}', 'TF422 changes_field_type role'),
        ('{"active": "false"}', 'TF422 changes_field_type active'),
        ('{"id": 1}', 'TF422 changes_field_unknown id'),
        ('{"name_key": "x"}', 'TF422 changes_field_unknown name_key'),
        ('[]', 'TF422 changes_not_object changes'))
    AS v (changes, refusal);
SELECT is(test.refusal(format('SELECT api.service_update(%s, NULL)', :alpha)), 'TF422 changes_not_object changes',
          'refuses no changes at all');
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{}', if_version => 5)$$, :alpha)),
          'TF412 service_version_stale if_version', 'refuses an older version, even to change nothing');
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"name": "X"}')$$, :gone)),
          'TF404 service_not_found id', 'a deleted service is not there');
SELECT is(test.refusal($$SELECT api.service_update(0, '{"name": "X"}')$$), 'TF404 service_not_found id',
          'neither is one that never was');
SELECT is((api.service_get(:alpha)).version, 6, 'what was refused changed nothing');

SELECT test.enter_as(:lea);
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"name": "X"}')$$, :alpha)),
          'TF403 permission_missing', 'refuses a lead');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"name": "X"}')$$, :alpha)),
          'TF403 permission_missing', 'an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"name": "X"}')$$, :alpha)),
          'TF403 permission_missing', 'a client');
SELECT test.enter_as_service(:alpha);
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"role": "monitor"}')$$, :alpha)),
          'TF403 permission_missing', 'a service may not give itself another role');
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"role": "portal"}')$$, :beta)),
          'TF403 permission_missing', 'nor another');
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"name": "X"}')$$, :alpha)), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format($$SELECT api.service_update(%s, '{"name": "X"}')$$, :alpha)), '28000 actor_unknown',
          'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'service' AND e.entity_id = :alpha AND e.action = 'update'),
    ARRAY[
        '{"name": {"from": "Alpha", "to": "Aleph"}, "role": {"from": "portal", "to": "importer"}}',
        '{"name": {"from": "Aleph", "to": "ALEPH"}}',
        '{"name": {"from": "ALEPH", "to": "gone"}}',
        '{"active": {"from": true, "to": false}}',
        '{"active": {"from": false, "to": true}}'
    ]::jsonb[],
    'each change is one event with the changed fields alone'
);

-- roles that may manage administrators, and one's own
SELECT test.leave();
INSERT INTO desk.role (name, kind, explanation) VALUES ('super', 'service', 'X'), ('keeper', 'service', 'X');
UPDATE desk.permission SET roles = array_append(roles, 'super') WHERE name = 'administrator_manage';
UPDATE desk.permission SET roles = array_append(roles, 'keeper') WHERE name IN ('service_update', 'see_credentials');
SELECT test.service('Keeper', 'keeper') AS keeper, test.service('Super', 'super') AS super, test.service('Other', 'portal') AS other \gset
SELECT test.enter_as_service(:keeper);
SELECT is(test.refusal(format('SELECT api.service_update(%s, %L)', :other, '{"role": "super"}')), 'TF403 permission_missing role',
          'a role that may manage administrators is given by those who may');
SELECT is(test.refusal(format('SELECT api.service_update(%s, %L)', :super, '{"name": "X"}')), 'TF403 permission_missing',
          'and whoever has it is changed by those alone');
SELECT is(test.refusal(format('SELECT api.service_update(%s, %L)', :keeper, '{"role": "importer"}')), 'TF403 service_own_role role',
          'a service does not give itself another role');
SELECT is(test.refusal(format('SELECT api.service_update(%s, %L)', :other, '{"role": "importer"}')), 'allowed', 'but another one');

SELECT * FROM finish();
ROLLBACK;
