BEGIN;
SELECT plan(33);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.client('Cleo') AS cleo,
       test.service('Importer', 'importer') AS importer \gset
SELECT test.team('First line', :lea) AS team, test.team('Other') AS other, test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:root);
SELECT to_jsonb(api.team_update(:team, '{"name": " Second Line\t"}')) AS changed \gset
SELECT is(:'changed'::jsonb - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :team, 'name', 'Second Line', 'version', 2), 'changes the name, trimmed');
SELECT is(to_jsonb(api.team_get(:team)), :'changed'::jsonb, 'and keeps it');
SELECT is((api.team_update(:team, '{"name": "SECOND line"}', if_version => 2)).name, 'SECOND line',
          'goes on from the version seen; the case of an own name may change');
SELECT is((api.team_update(:team, '{}')).version, 3, 'no changes change nothing');
SELECT is((api.team_update(:team, '{"name": " SECOND line "}')).version, 3, 'the same name changes nothing either');
SELECT is((api.team_update(:team, '{"name": "Gone"}')).name, 'Gone', 'a deleted team''s name is free');

SELECT is(test.refusal(format('SELECT api.team_update(%s, %L)', :team, v.changes)), v.refusal, 'refuses ' || v.changes)
  FROM (VALUES
        ('{"name": null}', '23502 team_name_not_null name'),
        ('{"name": " "}', '23514 team_name_length'),
        (format('{"name": "%s"}', repeat('x', 201)), '23514 team_name_length'),
        ('{"name": "X\nY"}', '23514 team_name_one_line'),
        ('{"name": "OTHER"}', '23505 team_name_unique'),
        ('{"name": 1}', 'TF422 changes_field_type name'),
        ('{"id": 1}', 'TF422 changes_field_unknown id'),
        ('{"name_key": "x"}', 'TF422 changes_field_unknown name_key'),
        ('{"deleted_at": null}', 'TF422 changes_field_unknown deleted_at'),
        ('[]', 'TF422 changes_not_object changes'))
    AS v (changes, refusal);
SELECT is(test.refusal(format('SELECT api.team_update(%s, NULL)', :team)), 'TF422 changes_not_object changes',
          'refuses no changes at all');
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}', if_version => 3)$$, :team)),
          'TF412 team_version_stale if_version', 'refuses an older version');
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{}', if_version => 5)$$, :team)),
          'TF412 team_version_stale if_version', 'even to change nothing');
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}')$$, :gone)), 'TF404 team_not_found id',
          'a deleted team is not there');
SELECT is(test.refusal($$SELECT api.team_update(0, '{"name": "X"}')$$), 'TF404 team_not_found id',
          'neither is one that never was');

SELECT test.enter_as(:root, scopes => '{agents:read}');
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}')$$, :team)), 'TF403 scope_missing',
          'refuses a token without the scope');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}')$$, :team)), 'TF403 permission_missing',
          'refuses a lead, of the own team too');
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{}')$$, :team)), 'TF403 permission_missing', 'even to change nothing');
SELECT is(test.refusal($$SELECT api.team_update(0, '{"name": "X"}')$$), 'TF404 team_not_found id',
          'to whom one that never was is not there');
SELECT test.enter_as_service(:importer);
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}')$$, :team)), 'TF403 permission_missing',
          'refuses a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}')$$, :team)), 'TF404 team_not_found id',
          'a client sees no team');
SELECT is(test.refusal($$SELECT api.team_update(0, '{"name": "X"}')$$), 'TF404 team_not_found id', 'whether it is there or not');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format($$SELECT api.team_update(%s, '{"name": "X"}')$$, :team)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal($$SELECT api.team_update(0, '{"name": "X"}')$$), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is((SELECT row(t.name, t.version)::text FROM desk.team AS t WHERE t.id = :team), row('Gone', 4)::text,
          'what was refused changed nothing');
UPDATE desk.permission SET roles = roles || 'lead'::text WHERE name = 'team_update';
SELECT test.enter_as(:lea);
SELECT is((api.team_update(:other, '{"name": "Hers"}')).name, 'Hers', 'a lead may where a DBA gives the role the permission');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.version, e.changes, e.actor_agent_id)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'team' AND e.entity_id IN (:team, :other) AND e.action = 'update'),
    ARRAY[row(2, '{"name": {"from": "First line", "to": "Second Line"}}'::jsonb, :root)::text,
          row(3, '{"name": {"from": "Second Line", "to": "SECOND line"}}'::jsonb, :root)::text,
          row(4, '{"name": {"from": "SECOND line", "to": "Gone"}}'::jsonb, :root)::text,
          row(2, '{"name": {"from": "Other", "to": "Hers"}}'::jsonb, :lea)::text],
    'each change is one event, by whoever made it'
);

SELECT * FROM finish();
ROLLBACK;
