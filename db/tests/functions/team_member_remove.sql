BEGIN;
SELECT plan(29);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.agent('Ben') AS ben, test.agent('Gone') AS gone, test.client('Cleo') AS cleo,
       test.service('Importer', 'importer') AS importer \gset
SELECT test.team('First line', :lea, :ada, :ben, :gone) AS team, test.team('Other', :ben) AS other,
       test.team('Deleted', :ada) AS deleted \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.team SET deleted_at = now() WHERE id = :deleted;
INSERT INTO desk.ticket (subject, client_id, team_id, agent_id)
VALUES ('One', :cleo, :team, :ben), ('Two', :cleo, :team, :ben), ('Deleted', :cleo, :team, :ben), ('Other', :cleo, :other, :ben),
       ('Free', :cleo, NULL, :ben), ('Nobody''s', :cleo, :team, NULL);
UPDATE desk.ticket SET deleted_at = now() WHERE subject = 'Deleted';

SELECT test.enter_as(:ada);
SELECT is((SELECT count(*) FROM api.ticket_list()), 4::bigint, 'a member sees the tickets of the team');
SELECT test.enter_as(:root);
SELECT is(to_jsonb(api.team_member_remove(:team, :ada)),
          jsonb_build_object('team_id', :team, 'agent_id', :ada, 'created_at', now()), 'returns the membership that has ended');
SELECT is((SELECT array_agg(l.agent_id) FROM api.team_member_list(:team) AS l), ARRAY[:lea, :ben]::bigint[], 'it is there no more');
SELECT test.enter_as(:ada);
SELECT is((SELECT array_agg(l.subject) FROM api.ticket_list() AS l), ARRAY['Free'], 'who was a member sees the team''s no more');
SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :ada)), 'TF404 team_member_not_found agent_id',
          'it ends once');
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :root)), 'TF404 team_member_not_found agent_id',
          'who is no member is not there');
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, 0)', :team)), 'TF404 team_member_not_found agent_id',
          'neither is an agent who never was');
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, NULL)', :team)), 'TF404 team_member_not_found agent_id', 'nor no agent');
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :deleted, :ada)), 'TF404 team_not_found team_id',
          'a deleted team is not there');
SELECT is(test.refusal(format('SELECT api.team_member_remove(0, %s)', :ada)), 'TF404 team_not_found team_id',
          'nor is one that never was');
SELECT is((api.team_member_remove(:team, :gone)).agent_id, :gone::bigint, 'the membership of a deleted agent can be ended');

SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :ben)), 'TF409 team_member_has_tickets agent_id',
          'refuses an agent with live tickets of the team');
SELECT throws_ok(format('SELECT api.team_member_remove(%s, %s)', :team, :ben), 'TF409',
                 format('agent %s has 2 live ticket(s) of team %s', :ben, :team), 'and says how many');
SELECT lives_ok(format($$SELECT api.ticket_unassign_agent(l.id) FROM api.ticket_list(agent_id => %s, team_id => %s) AS l$$, :ben, :team),
                'without them');
SELECT is((api.team_member_remove(:team, :ben)).agent_id, :ben::bigint,
          'it ends: deleted ones, and those of other teams and of none, do not count');
SELECT test.enter_as(:ben);
SELECT is((SELECT array_agg(l.subject) FROM api.ticket_list() AS l), ARRAY['Other', 'Free'], 'which the agent keeps');

SELECT test.enter_as(:root, scopes => '{agents:read}');
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :lea)), 'TF403 scope_missing',
          'refuses a token without the scope');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :lea)), 'TF403 permission_missing',
          'refuses a lead, even to leave');
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :ada)), 'TF403 permission_missing',
          'whether the agent is a member or not');
SELECT is(test.refusal(format('SELECT api.team_member_remove(0, %s)', :lea)), 'TF404 team_not_found team_id',
          'to whom a team that never was is not there');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :lea)), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_service(:importer);
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :lea)), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :lea)), 'TF404 team_not_found team_id',
          'a client sees no team');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_member_remove(%s, %s)', :team, :lea)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal(format('SELECT api.team_member_remove(0, %s)', :lea)), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'lead'::text WHERE name = 'team_member_remove';
SELECT test.enter_as(:lea);
SELECT is((api.team_member_remove(:team, :lea)).agent_id, :lea::bigint, 'a lead may where a DBA gives the role the permission');
SELECT test.leave();
SELECT is((SELECT count(*) FROM desk.team_member AS m WHERE m.team_id = :team), 0::bigint, 'nobody is left');
SELECT is(
    (SELECT array_agg(row(e.action, e.entity_id, e.changes - 'created_at', e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'team_member' AND e.changes #>> '{agent_id,from}' = :'ada'),
    ARRAY[row('purge', :team, jsonb_build_object('team_id', jsonb_build_object('from', :team, 'to', NULL),
                                                 'agent_id', jsonb_build_object('from', :ada, 'to', NULL)), :root)::text],
    'the journal has one event of it'
);
SELECT is((SELECT t.agent_id FROM desk.ticket AS t WHERE t.subject = 'Deleted'), :ben::bigint, 'a deleted ticket keeps its agent');

SELECT * FROM finish();
ROLLBACK;
