BEGIN;
SELECT plan(24);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal, test.service('Monitor', 'monitor') AS monitor \gset
SELECT test.team('First line', :idle, :gone, :ada, :lea) AS team, test.team('Other', :ada) AS other, test.team('Empty') AS empty,
       test.team('Deleted', :ada) AS deleted \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.team SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(to_jsonb(l)) FROM api.team_member_list(:other) AS l),
          ARRAY[jsonb_build_object('team_id', :other, 'agent_id', :ada, 'created_at', now())], 'lists the members of a team');
SELECT is((SELECT array_agg(l.agent_id) FROM api.team_member_list(:team) AS l), ARRAY[:lea, :ada, :idle]::bigint[],
          'by their ids, active or not; without who is deleted');
SELECT is((SELECT count(*) FROM api.team_member_list(:empty)), 0::bigint, 'a team may have none');
SELECT is((SELECT array_agg(l.agent_id) FROM api.team_member_list(:team, row_limit => 2) AS l), ARRAY[:lea, :ada]::bigint[],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.team_member_list(:team, row_limit => 1000)), 3::bigint, 'up to 1,000');
SELECT is(
    (SELECT array_agg(l.agent_id)
       FROM api.team_member_list(:team, after => (api.team_member_page(:team, row_limit => 1)).next) AS l),
    ARRAY[:ada, :idle]::bigint[], 'goes on after a cursor of api.team_member_page'
);
SELECT is(test.refusal(format('SELECT api.team_member_list(%s, row_limit => %L)', :team, v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (-1), (NULL)) AS v (value);
SELECT is(test.refusal(format($$SELECT api.team_member_list(%s, after => 'bm9uc2Vuc2U')$$, :team)), 'TF400 cursor_invalid after',
          'refuses a broken cursor');
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :deleted)), 'TF404 team_not_found team_id',
          'a deleted team is not there');
SELECT is(test.refusal('SELECT api.team_member_list(0)'), 'TF404 team_not_found team_id', 'neither is one that never was');
SELECT is(test.refusal('SELECT api.team_member_list(NULL)'), 'TF404 team_not_found team_id', 'nor no team');

SELECT test.enter_as(:root, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :team)), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as(:lea);
SELECT is((SELECT count(*) FROM api.team_member_list(:other)), 1::bigint, 'a lead sees the members of all teams');
SELECT test.enter_as(:ada);
SELECT is((SELECT count(*) FROM api.team_member_list(:team)), 3::bigint, 'so does an agent');
SELECT test.enter_as_service(:monitor);
SELECT is((SELECT count(*) FROM api.team_member_list(:team)), 3::bigint, 'and a service with the permission');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :team)), 'TF403 permission_missing', 'refuses one without');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :team)), 'TF403 permission_missing', 'refuses a client');
SELECT is(test.refusal('SELECT api.team_member_list(0)'), 'TF403 permission_missing', 'and does not tell it which ids there are');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :team)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.team_member_list(0)'), '28000 actor_unknown', 'and does not tell nobody which ids there are');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'team_member_list';
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_member_list(%s)', :team)), 'TF404 team_not_found team_id',
          'who may list members and sees no team finds none');

SELECT * FROM finish();
ROLLBACK;
