BEGIN;
SELECT plan(22);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.client('Cleo') AS cleo, test.service('Importer', 'importer') AS importer \gset
SELECT test.team('Gone', :ada) AS gone, test.team('Live') AS live \gset

SELECT test.enter_as(:root);
SELECT is((api.team_delete(:gone)).version, 2, 'deleted');
SELECT is(test.refusal(format('SELECT api.team_restore(%s, 1)', :gone)), 'TF412 team_version_stale if_version',
          'refuses an older version');
SELECT is(to_jsonb(api.team_restore(:gone, if_version => 2)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :gone, 'name', 'Gone', 'version', 3), 'returns the team as it was before');
SELECT is((api.team_get(:gone)).version, 3, 'it can be read again');
SELECT is((SELECT array_agg(l.id) FROM api.team_list(name => 'gone') AS l), ARRAY[:gone::bigint], 'and is in the list');
SELECT is((SELECT array_agg(l.agent_id) FROM api.team_member_list(:gone) AS l), ARRAY[:ada::bigint], 'with its members');
SELECT is((api.ticket_create('Printer on fire', :cleo, team_id => :gone, agent_id => :ada)).team_id, :gone::bigint,
          'it gets tickets again');
SELECT is((api.team_restore(:gone)).version, 3, 'a live team stays as it is');
SELECT is((api.team_restore(:live)).version, 1, 'one that never was deleted too');
SELECT is((api.team_delete(:gone, reassign_to => :live)).version, 4, 'deleted again');
SELECT (api.team_create('GONE')).id AS next \gset
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), '23505 team_name_unique',
          'refuses a team whose name a live one has by now, in any case');
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :gone)), 'TF404 team_not_found id', 'which stays deleted');
SELECT is((api.team_delete(:next)).version, 2, 'until the other is deleted');
SELECT is(test.refusal('SELECT api.team_restore(0)'), 'TF404 team_not_found id', 'one that never was is not there');

SELECT test.enter_as(:root, scopes => '{agents:read}');
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), 'TF404 team_not_found id',
          'is not there for a token without the scope');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), 'TF404 team_not_found id', 'nor for a lead');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), 'TF404 team_not_found id', 'nor for an agent');
SELECT test.enter_as_service(:importer);
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), 'TF404 team_not_found id', 'nor for a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), 'TF404 team_not_found id', 'a client sees no team');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_restore(%s)', :gone)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.team_restore(0)'), '28000 actor_unknown', 'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.actor_agent_id)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'team' AND e.entity_id = :gone AND e.action <> 'create'),
    ARRAY[row('delete', 2, :root)::text, row('restore', 3, :root)::text, row('delete', 4, :root)::text],
    'the journal has one event of each time'
);

SELECT * FROM finish();
ROLLBACK;
