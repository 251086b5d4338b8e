BEGIN;
SELECT plan(44);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada, test.agent('Ben') AS ben,
       test.agent('New') AS new, test.client('Cleo') AS cleo, test.client('Dora') AS dora,
       test.service('Importer', 'importer') AS importer, test.service('Monitor', 'monitor') AS monitor,
       test.service('Portal', 'portal') AS portal \gset
SELECT test.team('One', :ada, :lea) AS one, test.team('Both', :ada, :ben) AS both, test.team('Two', :ben) AS two,
       test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
SELECT test.organisation('Shared', true, :cleo, :dora) AS organisation,
       test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS hers \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
CREATE FUNCTION pg_temp.assign(id bigint, team_id bigint, if_version integer DEFAULT NULL) RETURNS text LANGUAGE sql
AS $$SELECT concat_ws(' ', t.team_id, t.agent_id, t.version) FROM api.ticket_assign_team($1, $2, $3) AS t$$;
CREATE FUNCTION pg_temp.refusal(id text, team_id text, if_version text DEFAULT NULL) RETURNS text LANGUAGE sql
AS $$SELECT test.refusal(format('SELECT api.ticket_assign_team(%L, %L, %L)', id, team_id, if_version))$$;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.ticket_assign_team(:ticket, :one, if_version => 1)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :cleo, 'agent_id', :ada,
                             'team_id', :one, 'comment_count', 0, 'last_comment_at', NULL, 'version', 2),
          'gives a ticket to a team of the caller''s, and returns it');
SELECT is((api.ticket_get(:ticket)).team_id, :one::bigint, 'and keeps it');
SELECT is(pg_temp.assign(:ticket, :one), concat_ws(' ', :one, :ada, 2), 'again changes nothing');
SELECT is(pg_temp.assign(:ticket, :both), concat_ws(' ', :both, :ada, 3), 'an agent who is in the other team keeps it');
SELECT is(pg_temp.refusal(:'ticket', NULL), 'TF422 ticket_team_required team_id', 'refuses no team');
SELECT is(pg_temp.refusal(:'ticket', :'one', '2'), 'TF412 ticket_version_stale if_version', 'refuses an older version');
SELECT is(pg_temp.refusal(:'ticket', :'both', '4'), 'TF412 ticket_version_stale if_version', 'even to change nothing');
SELECT is(pg_temp.refusal(:'deleted', :'one'), 'TF404 ticket_not_found id', 'a deleted ticket is not there');
SELECT is(pg_temp.refusal('0', :'one'), 'TF404 ticket_not_found id', 'neither is one that never was');
SELECT is(pg_temp.refusal(NULL, :'one'), 'TF404 ticket_not_found id', 'nor no ticket');

-- handing over, out of the caller's sight
SELECT is(pg_temp.refusal(:'ticket', :'two'), 'TF403 permission_missing team_id', 'refuses an agent a team that it is not in');
SELECT is((api.ticket_get(:ticket)).version, 3, 'where nothing changes');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'ticket_hand_over';
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(pg_temp.refusal(:'ticket', :'gone'), 'TF422 ticket_team_not_found team_id', 'with the permission, refuses a deleted team');
SELECT is(pg_temp.refusal(:'ticket', '0'), 'TF422 ticket_team_not_found team_id', 'and one that never was');
SELECT is(pg_temp.assign(:ticket, :two), concat_ws(' ', :two, 4),
          'but gives the ticket to another team, and returns it; an agent who is not in that has it no more');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id', 'it is out of sight then');
SELECT is((SELECT count(*) FROM api.ticket_list()), 1::bigint, 'in lists too');
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :ticket)), 'TF404 ticket_not_found id', 'and its history');
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF404 ticket_not_found id', 'it cannot be taken back');
SELECT test.enter_as(:ben);
SELECT is((api.ticket_get(:ticket)).version, 4, 'the members of the other see it');
SELECT is(pg_temp.assign(:ticket, :both), concat_ws(' ', :both, 5), 'and may give it back');
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'ticket_hand_over';

SELECT test.enter_as(:lea);
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF404 ticket_not_found id', 'a lead of another team does not see it');
SELECT is(pg_temp.assign(:hers, :one), concat_ws(' ', :one, 2), 'may give a ticket of no team to the own');
SELECT is(pg_temp.assign(:hers, :two), concat_ws(' ', :two, 3), 'and hand it over from the start');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :hers)), 'TF404 ticket_not_found id', 'and sees it no more');
SELECT test.enter_as(:root);
SELECT is(pg_temp.assign(:hers, :one), concat_ws(' ', :one, 4), 'an administrator gives any ticket to any team');
SELECT test.enter_as_service(:importer);
SELECT is(pg_temp.assign(:hers, :two), concat_ws(' ', :two, 5), 'so does an importer');
SELECT test.enter_as(:root, on_behalf_of => 'agent:' || :'ben');
SELECT is(pg_temp.assign(:hers, :both), concat_ws(' ', :both, 6), 'or whoever acts for an agent, what that one may');
SELECT is(pg_temp.refusal(:'hers', :'one'), 'TF403 permission_missing team_id', 'and no more');

SELECT test.enter_as(:root, scopes => '{tickets:read,admin}');
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as(:new);
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF404 ticket_not_found id', 'an agent in no team does not see the ticket of one');
SELECT test.enter_as_service(:monitor);
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF403 permission_missing', 'refuses a monitor, which sees it');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF404 ticket_not_found id', 'a portal does not');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF403 permission_missing', 'refuses the client');
SELECT test.enter_as_client(:dora);
SELECT is((api.ticket_get(:ticket)).id, :ticket::bigint, 'another of its organisation sees the ticket');
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF403 permission_missing', 'and is refused too');
SELECT is(pg_temp.refusal('0', :'one'), 'TF404 ticket_not_found id', 'one that never was is not there');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'ticket_assign_team';
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.refusal(:'ticket', :'two'), 'TF403 permission_missing team_id',
          'a client who may give tickets to teams hands over, since it is in none');
SELECT test.enter_as_client(:dora);
SELECT is(pg_temp.refusal(:'ticket', :'one'), 'TF403 ticket_not_own id', 'and gives nobody else''s');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(pg_temp.refusal(:'ticket', :'one'), '28000 actor_unknown', 'refuses nobody');
SELECT is(pg_temp.refusal('0', :'one'), '28000 actor_unknown', 'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.version, e.changes, e.actor_agent_id, e.visibility)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'ticket' AND e.entity_id = :ticket AND e.action = 'update'),
    ARRAY[
        row(2, jsonb_build_object('team_id', jsonb_build_object('from', NULL, 'to', :one)), :ada, 'internal')::text,
        row(3, jsonb_build_object('team_id', jsonb_build_object('from', :one, 'to', :both)), :ada, 'internal')::text,
        row(4, jsonb_build_object('team_id', jsonb_build_object('from', :both, 'to', :two),
                                  'agent_id', jsonb_build_object('from', :ada, 'to', NULL)), :ada, 'public')::text,
        row(5, jsonb_build_object('team_id', jsonb_build_object('from', :two, 'to', :both)), :ben, 'internal')::text
    ],
    'each change is one event, by whoever made it; of the team alone, clients do not see it'
);
SELECT is(
    (SELECT array_agg(row(e.actor_agent_id, e.actor_service_id, e.by_agent_id)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'ticket' AND e.entity_id = :hers AND e.action = 'update'),
    ARRAY[row(:lea, NULL, NULL), row(:lea, NULL, NULL), row(:root, NULL, NULL), row(NULL, :importer, NULL), row(:ben, NULL, :root)]::text[],
    'or on whose behalf'
);
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.agent_id IS NOT NULL AND t.team_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM desk.team_member AS m WHERE m.team_id = t.team_id AND m.agent_id = t.agent_id)), 0::bigint,
          'no ticket is an agent''s who is not in its team');

SELECT * FROM finish();
ROLLBACK;
