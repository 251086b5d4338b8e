BEGIN;
SELECT plan(25);

CREATE FUNCTION pg_temp.walk(team_id bigint, row_limit integer) RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number, api.team_member_page(walk.team_id, walk.row_limit) AS page
        UNION ALL
        SELECT w.number + 1 AS number, api.team_member_page(walk.team_id, walk.row_limit, (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.agent_id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Root', 'admin') AS root, test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.team('Many') AS team,
       test.team('Empty') AS empty \gset
INSERT INTO desk.agent (name, email) SELECT 'Agent', n || '@desk.example' FROM generate_series(1, 10) AS n;
INSERT INTO desk.team_member (team_id, agent_id) SELECT :team, a.id FROM desk.agent AS a ORDER BY a.id DESC;
UPDATE desk.agent SET deleted_at = now() WHERE email IN ('3@desk.example', '10@desk.example');

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(to_jsonb(i)) FROM unnest((api.team_member_page(:team, row_limit => 2)).items) AS i),
          (SELECT array_agg(to_jsonb(l)) FROM api.team_member_list(:team, row_limit => 2) AS l),
          'a page has as many members as asked for, as api.team_member_list has them');
SELECT ok((api.team_member_page(:team, row_limit => 9)).next IS NOT NULL, 'and the cursor of the next page');
SELECT is((api.team_member_page(:team, row_limit => 10)).next, NULL, 'but not when no member is left');
SELECT is(cardinality((api.team_member_page(:team)).items), 10, 'has all of them when they are fewer than 25');
SELECT is(api.team_member_page(:empty), row('{}', NULL)::api.team_member_page, 'an empty page is empty, not NULL');
SELECT is(pg_temp.walk(:team, v.row_limit), (SELECT array_agg(l.agent_id) FROM api.team_member_list(:team) AS l),
          format('pages of %s make up the list', v.row_limit))
  FROM (VALUES (1), (2), (3), (5), (9), (10), (11)) AS v (row_limit);

SELECT (api.team_member_page(:team, row_limit => 2)).next AS cursor, (api.team_page(row_limit => 1)).next AS of_teams \gset
SELECT is(test.refusal(format('SELECT api.team_member_page(%s, after => %L)', v.team_id, v.value)), 'TF400 cursor_invalid after',
          'refuses ' || v.what)
  FROM (VALUES (:empty, :'cursor', 'the cursor of another team'), (:team, :'of_teams', 'the cursor of the teams'),
               (:team, '', 'an empty cursor'), (:team, upper(:'cursor'), 'a broken cursor'))
    AS v (team_id, value, what);
SELECT is(test.refusal(format('SELECT api.team_member_page(%s, row_limit => %L)', :team, v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.team_member_page(%s, row_limit => 100)', :team)), 'allowed', 'takes a limit of 100');
SELECT is(test.refusal('SELECT api.team_member_page(0)'), 'TF404 team_not_found team_id', 'a team that never was is not there');

SELECT test.enter_as(:ada);
SELECT is(cardinality((api.team_member_page(:team)).items), 10, 'an agent sees the members');
SELECT test.enter_as(:ada, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT api.team_member_page(%s)', :team)), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.team_member_page(%s)', :team)), 'TF403 permission_missing', 'refuses a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.team_member_page(%s)', :team)), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
