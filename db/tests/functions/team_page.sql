BEGIN;
SELECT plan(39);

CREATE FUNCTION pg_temp.walk(sort text, row_limit integer, name text DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number,
               api.team_page(name => walk.name, sort => walk.sort, row_limit => walk.row_limit,
                             deleted => walk.deleted) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.team_page(name => walk.name, sort => walk.sort, row_limit => walk.row_limit,
                             deleted => walk.deleted, after => (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Root', 'admin') AS root, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.team('Ada') AS ada, test.team('Bea') AS bea \gset
INSERT INTO desk.team (name)
SELECT v.name FROM unnest(ARRAY['cal', 'It''s', '50%:s', 'back\slash', repeat('õ', 200), 'Zoë', 'a:b', '%L']) AS v (name);
UPDATE desk.team SET deleted_at = now() WHERE name = '%L';
INSERT INTO desk.team (name, deleted_at) SELECT 'Gone' AS name, now() AS deleted_at FROM generate_series(1, 3);

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(i.name) FROM unnest((api.team_page(row_limit => 2)).items) AS i), ARRAY['Ada', 'Bea'],
          'a page has as many teams as asked for');
SELECT is(to_jsonb((api.team_page(row_limit => 1)).items[1]), to_jsonb(api.team_get(:ada)), 'each as api.team_get shows it');
SELECT ok((api.team_page(row_limit => 8)).next IS NOT NULL, 'and the cursor of the next page');
SELECT is((api.team_page(row_limit => 9)).next, NULL, 'but not when no team is left');
SELECT is(cardinality((api.team_page()).items), 9, 'has all of them when they are fewer than 25');
SELECT is(api.team_page(name => 'Nobody'), row('{}', NULL)::api.team_page, 'an empty page is empty, not NULL');

SELECT is(pg_temp.walk(v.sort, v.row_limit, v.name, v.deleted),
          (SELECT array_agg(l.id) FROM api.team_list(name => v.name, sort => v.sort, deleted => v.deleted) AS l),
          format('pages of %s by %s, named %s, deleted %s make up the list',
                 v.row_limit, v.sort, coalesce(v.name, 'whatever'), v.deleted))
  FROM (VALUES ('id', 1, NULL, false), ('-id', 2, NULL, false), ('name', 1, NULL, false), ('-name', 3, NULL, false),
               ('name', 1, 'CAL', false), ('name', 1, NULL, true), ('-name', 2, 'gone', true), ('-id', 1, 'gone', true))
    AS v (sort, row_limit, name, deleted);

SELECT (api.team_page(row_limit => 2)).next AS by_id, (api.team_page(sort => 'name', row_limit => 2)).next AS by_name,
       (api.team_page(deleted => true, row_limit => 2)).next AS of_deleted,
       (api.agent_page(row_limit => 1)).next AS of_agents \gset
SELECT is((api.team_page(row_limit => 1, after => :'by_id')).items[1].name, 'cal', 'a cursor goes with any limit');
SELECT is(test.refusal('SELECT api.team_page(' || v.arguments || ')'), 'TF400 cursor_invalid after',
          'refuses the cursor of another list: ' || v.arguments)
  FROM (VALUES (format($$sort => 'name', after => %L$$, :'by_id')), (format($$sort => '-id', after => %L$$, :'by_id')),
               (format($$sort => '-name', after => %L$$, :'by_name')), (format('after => %L', :'by_name')),
               (format($$name => 'Cal', after => %L$$, :'by_id')), (format('deleted => true, after => %L', :'by_id')),
               (format('after => %L', :'of_deleted')), (format('after => %L', :'of_agents')))
    AS v (arguments);
SELECT is(test.refusal(format('SELECT api.team_page(after => %L)', v.value)), 'TF400 cursor_invalid after',
          format('refuses a broken cursor: %L', v.value))
  FROM (VALUES (''), ('x'), ('not base64!'), (upper(:'by_id'))) AS v (value);
SELECT is(test.refusal(format('SELECT api.team_page(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (-1), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.team_page(row_limit => 100)'), 'allowed', 'takes a limit of 100');
SELECT is(test.refusal($$SELECT api.team_page(sort => 'created_at')$$), 'TF422 list_sort_unknown sort',
          'refuses an unknown order');

SELECT (api.team_page(sort => '-id', row_limit => 2)).next AS newest \gset
SELECT (api.team_create('Late')).id AS late \gset
SELECT is((api.team_page(sort => '-id', row_limit => 1, after => :'newest')).items[1].name, repeat('õ', 200),
          'a team made meanwhile shifts no page');

SELECT test.enter_as(:ben);
SELECT is((api.team_page(row_limit => 1)).items[1].id, :ada::bigint, 'an agent sees the live teams');
SELECT is(test.refusal('SELECT api.team_page(deleted => true)'), 'TF403 permission_missing deleted', 'but not the deleted ones');
SELECT test.enter_as(:ben, scopes => '{tickets:read}');
SELECT is(test.refusal('SELECT api.team_page()'), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.team_page()'), 'TF403 permission_missing', 'refuses a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.team_page()'), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
