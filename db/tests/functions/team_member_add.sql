BEGIN;
SELECT plan(27);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone, test.client('Cleo') AS cleo,
       test.service('Importer', 'importer') AS importer \gset
SELECT test.team('First line', :lea, :gone) AS team, test.team('Deleted') AS deleted \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.team SET deleted_at = now() WHERE id = :deleted;
SELECT test.ticket(:cleo) AS ticket \gset
UPDATE desk.ticket SET team_id = :team WHERE id = :ticket;

SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id',
          'an agent does not see the ticket of a team');
SELECT test.enter_as(:root);
SELECT is(to_jsonb(api.team_member_add(:team, :ada)),
          jsonb_build_object('team_id', :team, 'agent_id', :ada, 'created_at', now()), 'makes a membership, since now');
SELECT is((SELECT array_agg(l.agent_id) FROM api.team_member_list(:team) AS l), ARRAY[:lea, :ada]::bigint[], 'and keeps it');
SELECT test.enter_as(:ada);
SELECT is((api.ticket_get(:ticket)).team_id, :team::bigint, 'in which the agent sees it, from the next call on');

SELECT test.leave();
UPDATE desk.team_member SET created_at = '2001-02-03Z' WHERE agent_id = :ada;
SELECT test.enter_as(:root);
SELECT is((api.team_member_add(:team, :ada)).created_at, '2001-02-03Z'::timestamptz, 'who is a member already stays so, since then');
SELECT is((api.team_member_add(:team, :idle)).agent_id, :idle::bigint, 'an agent who is not active may be a member');
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :deleted, :ada)), 'TF404 team_not_found team_id',
          'a deleted team is not there');
SELECT is(test.refusal(format('SELECT api.team_member_add(0, %s)', :ada)), 'TF404 team_not_found team_id',
          'neither is one that never was');
SELECT is(test.refusal(format('SELECT api.team_member_add(NULL, %s)', :ada)), 'TF404 team_not_found team_id', 'nor no team');
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :gone)), 'TF422 team_member_agent_not_found agent_id',
          'refuses a deleted agent, who was a member too');
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, 0)', :team)), 'TF422 team_member_agent_not_found agent_id',
          'refuses an agent who never was');
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, NULL)', :team)), 'TF422 team_member_agent_not_found agent_id',
          'refuses no agent');

SELECT test.enter_as(:root, scopes => '{agents:read}');
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :root)), 'TF403 scope_missing',
          'refuses a token without the scope');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :root)), 'TF403 permission_missing',
          'refuses a lead of the team');
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :lea)), 'TF403 permission_missing',
          'where nothing would change too');
SELECT is(test.refusal(format('SELECT api.team_member_add(0, %s)', :lea)), 'TF404 team_not_found team_id',
          'to whom a team that never was is not there');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :root)), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_service(:importer);
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :root)), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :root)), 'TF404 team_not_found team_id',
          'a client sees no team');
SELECT is(test.refusal(format('SELECT api.team_member_add(0, %s)', :root)), 'TF404 team_not_found team_id', 'whether it is there or not');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_member_add(%s, %s)', :team, :root)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal(format('SELECT api.team_member_add(0, %s)', :root)), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'lead'::text WHERE name = 'team_member_add';
SELECT test.enter_as(:lea);
SELECT is((api.team_member_add(:team, :root)).agent_id, :root::bigint, 'a lead may where a DBA gives the role the permission');
SELECT test.leave();
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at}'::text[] #- '{changes,created_at}')
       FROM desk.event AS e
      WHERE e.entity = 'team_member' AND e.changes #>> '{agent_id,to}' = :'ada' AND e.action = 'create'),
    jsonb_build_array(jsonb_build_object(
        'entity', 'team_member', 'entity_id', :team, 'ticket_id', NULL, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1,
        'changes', jsonb_build_object('team_id', jsonb_build_object('from', NULL, 'to', :team),
                                      'agent_id', jsonb_build_object('from', NULL, 'to', :ada)),
        'visibility', 'internal', 'actor_agent_id', :root, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', NULL
    )),
    'the journal has it once, and by whom'
);
SELECT is((SELECT array_agg(m.agent_id ORDER BY m.agent_id) FROM desk.team_member AS m WHERE m.team_id = :team),
          ARRAY[:root, :lea, :ada, :idle, :gone]::bigint[], 'what was refused left nothing');
UPDATE desk.agent SET deleted_at = NULL WHERE id = :gone;
SELECT test.enter_as(:gone);
SELECT is((api.ticket_get(:ticket)).team_id, :team::bigint, 'an agent who is restored is a member as before');
SELECT test.leave();
UPDATE desk.agent SET active = false WHERE id = :gone;
SELECT is((SELECT count(*) FROM desk.team_member AS m WHERE m.agent_id = :gone), 1::bigint, 'one who rests stays one');

SELECT * FROM finish();
ROLLBACK;
