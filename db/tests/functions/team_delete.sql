BEGIN;
SELECT plan(36);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.service('Importer', 'importer') AS importer \gset
SELECT test.team('Idle', :ada) AS idle, test.team('Busy', :ada, :ben, :lea) AS busy, test.team('Heir', :ada) AS heir,
       test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
INSERT INTO desk.ticket (subject, client_id, team_id, agent_id)
SELECT v.subject, :cleo, :busy, v.agent_id
  FROM (VALUES ('Hers', :ada::bigint), ('His', :ben), ('Nobody''s', NULL), ('Deleted', :ben)) AS v (subject, agent_id);
UPDATE desk.ticket SET deleted_at = now() WHERE subject = 'Deleted';
CREATE FUNCTION pg_temp.tickets() RETURNS text[] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT array_agg(concat_ws(' ', t.subject, 'of', k.name, 'for', a.name) ORDER BY t.id)
      FROM desk.ticket AS t LEFT JOIN desk.team AS k ON k.id = t.team_id LEFT JOIN desk.agent AS a ON a.id = t.agent_id
$$;

SELECT test.enter_as(:root);
SELECT is(to_jsonb(api.team_delete(:idle, if_version => 1)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :idle, 'name', 'Idle', 'version', 2), 'returns the team as it was deleted');
SELECT is(test.refusal(format('SELECT api.team_get(%s)', :idle)), 'TF404 team_not_found id', 'it can be read no more');
SELECT is((SELECT count(*) FROM api.team_list(name => 'Idle')), 0::bigint, 'and is in no list');
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :idle)), 'TF404 team_not_found team_id', 'nor are its members');
SELECT is((api.team_create('Idle')).name, 'Idle', 'its name is free');
SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :idle)), 'TF404 team_not_found id', 'it is deleted once');
SELECT is(test.refusal(format('SELECT api.team_delete(%s, reassign_to => %s)', :gone, :heir)), 'TF404 team_not_found id',
          'a deleted team is not there');
SELECT is(test.refusal('SELECT api.team_delete(0)'), 'TF404 team_not_found id', 'neither is one that never was');
SELECT is(test.refusal('SELECT api.team_delete(NULL)'), 'TF404 team_not_found id', 'nor no id');
SELECT is(test.refusal(format('SELECT api.team_delete(%s, 2)', :heir)), 'TF412 team_version_stale if_version',
          'refuses another version than the team''s');

SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :busy)), 'TF409 team_has_tickets reassign_to',
          'refuses a team with live tickets');
SELECT throws_ok(format('SELECT api.team_delete(%s)', :busy), 'TF409', format('team %s has 3 live ticket(s)', :busy),
                 'and says how many: deleted ones do not count');
SELECT is(test.refusal(format('SELECT api.team_delete(%s, reassign_to => %s)', :busy, v.reassign_to)),
          'TF422 team_reassign_to_invalid reassign_to', 'refuses to give them to ' || v.whom)
  FROM (VALUES (:busy::bigint, 'the team itself'), (:gone, 'a deleted team'), (0, 'a team that never was'))
    AS v (reassign_to, whom);
SELECT is(test.refusal(format('SELECT api.team_delete(%s, reassign_to => %s)', :heir, :gone)),
          'TF422 team_reassign_to_invalid reassign_to', 'even where there are none');

SELECT test.enter_as(:root, scopes => '{agents:read,tickets:write}');
SELECT is(test.refusal(format('SELECT api.team_delete(%s, reassign_to => %s)', :busy, :heir)), 'TF403 scope_missing',
          'refuses a token without the scope');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.team_delete(%s, reassign_to => %s)', :busy, :heir)), 'TF403 permission_missing',
          'refuses a lead of the team');
SELECT is(test.refusal('SELECT api.team_delete(0)'), 'TF404 team_not_found id', 'to whom one that never was is not there');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :heir)), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_service(:importer);
SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :heir)), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :heir)), 'TF404 team_not_found id', 'a client sees no team');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :heir)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.team_delete(0)'), '28000 actor_unknown', 'and does not tell nobody which ids there are');
SELECT is(pg_temp.tickets(), ARRAY['Hers of Busy for Ada', 'His of Busy for Ben', 'Nobody''s of Busy for', 'Deleted of Busy for Ben'],
          'what was refused moved nothing');

-- who may delete teams sees no tickets therefore
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'team_delete';
SELECT test.agent('Eve') AS eve \gset
SELECT test.enter_as(:eve);
SELECT is((SELECT count(*) FROM api.ticket_list()), 0::bigint, 'an agent who sees none of a team''s tickets');
SELECT is(test.refusal(format('SELECT api.team_delete(%s)', :busy)), 'TF409 team_has_tickets reassign_to', 'is told that there are some');
SELECT is((api.team_delete(:busy, if_version => 1, reassign_to => :heir)).version, 2,
          'and where the role may, gives all of them to another team');
SELECT is(pg_temp.tickets(), ARRAY['Hers of Heir for Ada', 'His of Heir for', 'Nobody''s of Heir for', 'Deleted of Busy for Ben'],
          'with the agents who are in that one; deleted tickets stay');
SELECT is((SELECT count(*) FROM api.ticket_list()), 0::bigint, 'and sees none of them still');

SELECT test.enter_as(:ada);
SELECT is((SELECT array_agg(l.subject) FROM api.ticket_list() AS l), ARRAY['Hers', 'His', 'Nobody''s'], 'its members see them');
SELECT test.enter_as(:ben);
SELECT is((SELECT count(*) FROM api.ticket_list()), 0::bigint, 'those who are in neither do not');
SELECT test.leave();
SELECT is(test.refusal('SELECT api.ticket_restore(id) FROM desk.ticket WHERE subject = ''Deleted'''),
          'TF409 ticket_team_deleted team_id', 'a deleted ticket of the team is restored after it');

SELECT is((SELECT count(*) FROM desk.team_member AS m WHERE m.team_id = :busy), 3::bigint, 'the members are kept');
SELECT is((SELECT row(t.deleted_at, t.updated_at) FROM desk.team AS t WHERE t.id = :idle), row(now(), now()),
          'the row is still there, with the time of its deletion');
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.changes - 'deleted_at', e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'team' AND e.entity_id IN (:idle, :busy) AND e.action <> 'create'),
    ARRAY[row('delete', 2, '{}'::jsonb, :root)::text, row('delete', 2, '{}'::jsonb, :eve)::text],
    'the journal has one event of each'
);

SELECT * FROM finish();
ROLLBACK;
