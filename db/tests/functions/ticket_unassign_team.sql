BEGIN;
SELECT plan(26);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.service('Importer', 'importer') AS importer,
       test.service('Monitor', 'monitor') AS monitor \gset
SELECT test.team('One', :ada, :lea) AS one, test.organisation('Shared', true, :cleo, :dora) AS organisation,
       test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS other, test.ticket(:cleo) AS deleted \gset
UPDATE desk.ticket SET team_id = :one;
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
CREATE FUNCTION pg_temp.refusal(id text, if_version text DEFAULT NULL) RETURNS text LANGUAGE sql
AS $$SELECT test.refusal(format('SELECT api.ticket_unassign_team(%L, %L)', id, if_version))$$;

SELECT test.enter_as(:ben);
SELECT is(pg_temp.refusal(:'ticket'), 'TF404 ticket_not_found id', 'an agent who is not in the team does not see its ticket');
SELECT is(pg_temp.refusal('0'), 'TF404 ticket_not_found id', 'as if it never was');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.refusal(:'ticket', '1'), 'TF412 ticket_version_stale if_version', 'refuses an older version');
SELECT is(pg_temp.refusal(:'deleted'), 'TF404 ticket_not_found id', 'a deleted ticket is not there');
SELECT is(to_jsonb(api.ticket_unassign_team(:ticket, if_version => 2)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :cleo, 'agent_id', :ada,
                             'team_id', NULL, 'comment_count', 0, 'last_comment_at', NULL, 'version', 3),
          'takes a ticket from its team, and returns it; its agent keeps it');
SELECT is((api.ticket_get(:ticket)).team_id, NULL, 'and keeps it so');
SELECT is((api.ticket_unassign_team(:ticket)).version, 3, 'again changes nothing');
SELECT test.enter_as(:ben);
SELECT is((api.ticket_get(:ticket)).version, 3, 'all agents see it');
SELECT test.enter_as(:ada, scopes => '{tickets:read}');
SELECT is(pg_temp.refusal(:'other'), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as_service(:monitor);
SELECT is(pg_temp.refusal(:'other'), 'TF403 permission_missing', 'refuses a monitor');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.refusal(:'other'), 'TF403 permission_missing', 'refuses the client');
SELECT test.enter_as_client(:dora);
SELECT is(pg_temp.refusal(:'other'), 'TF403 permission_missing', 'and another of its organisation');
SELECT is(pg_temp.refusal('0'), 'TF404 ticket_not_found id', 'to whom one that never was is not there');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(pg_temp.refusal(:'other'), '28000 actor_unknown', 'refuses nobody');
SELECT is(pg_temp.refusal('0'), '28000 actor_unknown', 'and does not tell nobody which ids there are');

-- to no team, whose tickets some do not see
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'see_unassigned_tickets';
SELECT test.enter_as(:ada);
SELECT is(pg_temp.refusal(:'other'), 'TF403 permission_missing team_id',
          'refuses an agent who would not see it then, and may not hand it over');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'ticket_hand_over';
SELECT test.enter_as(:ada);
SELECT is((api.ticket_unassign_team(:other)).team_id, NULL, 'with the permission, takes it');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :other)), 'TF404 ticket_not_found id', 'out of sight');

SELECT test.leave();
UPDATE desk.ticket SET team_id = :one WHERE deleted_at IS NULL;
SELECT test.enter_as(:lea);
SELECT is((api.ticket_unassign_team(:ticket)).team_id, NULL, 'a lead may');
SELECT is((api.ticket_get(:ticket)).agent_id, :ada::bigint, 'and sees it still');
SELECT test.enter_as(:root);
SELECT is((api.ticket_unassign_team(:other)).team_id, NULL, 'an administrator may');
SELECT test.leave();
UPDATE desk.ticket SET team_id = :one WHERE deleted_at IS NULL;
SELECT test.enter_as_service(:importer);
SELECT is((api.ticket_unassign_team(:ticket)).team_id, NULL, 'and an importer');
SELECT test.enter_as(:root, on_behalf_of => 'agent:' || :'lea');
SELECT is((api.ticket_unassign_team(:other)).team_id, NULL, 'and whoever acts for one who may');

SELECT test.leave();
SELECT is((SELECT t.team_id FROM desk.ticket AS t WHERE t.id = :deleted), :one::bigint, 'what was refused changed nothing');
SELECT is(
    (SELECT row(e.version, e.changes, e.actor_agent_id, e.visibility)::text FROM desk.event AS e
      WHERE e.entity = 'ticket' AND e.entity_id = :ticket AND e.version = 3),
    row(3, jsonb_build_object('team_id', jsonb_build_object('from', :one, 'to', NULL)), :ada, 'internal')::text,
    'the journal has an event of it, by whom'
);
SELECT is(
    (SELECT row(e.actor_agent_id, e.by_agent_id)::text FROM desk.event AS e
      WHERE e.entity = 'ticket' AND e.entity_id = :other ORDER BY e.id DESC LIMIT 1),
    row(:lea, :root)::text, 'and on whose behalf'
);

SELECT * FROM finish();
ROLLBACK;
