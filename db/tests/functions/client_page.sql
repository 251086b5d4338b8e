BEGIN;
SELECT plan(50);

CREATE FUNCTION pg_temp.walk(sort text, row_limit integer, active boolean DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number,
               api.client_page(active => walk.active, sort => walk.sort, row_limit => walk.row_limit,
                               deleted => walk.deleted) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.client_page(active => walk.active, sort => walk.sort, row_limit => walk.row_limit,
                               deleted => walk.deleted, after => (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Ada', 'admin') AS root, test.agent('Ben') AS ben, test.client('Ada') AS ada,
       test.client('Bea') AS bea \gset
INSERT INTO desk.client (name, email, active)
SELECT v.name, 'a' || v.ordinality || '@client.example' AS email, v.ordinality % 2 = 0 AS active
  FROM unnest(ARRAY['cal', 'Cal', 'CAL', 'It''s', '50%:s', 'back\slash', repeat('õ', 200), 'Zoë', 'a:b', '%L'])
  WITH ORDINALITY AS v (name);
UPDATE desk.client SET deleted_at = now() WHERE name = '%L';
INSERT INTO desk.client (name, email, deleted_at)
SELECT 'Gone' AS name, 'g@client.example' AS email, now() AS deleted_at FROM generate_series(1, 3);

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(i.name) FROM unnest((api.client_page(row_limit => 2)).items) AS i), ARRAY['Ada', 'Bea'],
          'a page has as many clients as asked for');
SELECT is(to_jsonb((api.client_page(row_limit => 1)).items[1]), to_jsonb(api.client_get(:ada)),
          'each as api.client_get shows it');
SELECT ok((api.client_page(row_limit => 10)).next IS NOT NULL, 'and the cursor of the next page');
SELECT is((api.client_page(row_limit => 11)).next, NULL, 'but not when no client is left');
SELECT is(cardinality((api.client_page()).items), 11, 'has all of them when they are fewer than 25');
SELECT is(api.client_page(name => 'Nobody'), row('{}', NULL)::api.client_page, 'an empty page is empty, not NULL');
SELECT is((api.client_page(row_limit => 1, after => NULL)).items[1].id, :ada::bigint, 'no cursor is the first page');

SELECT is(pg_temp.walk(v.sort, v.row_limit, v.active, v.deleted),
          (SELECT array_agg(l.id) FROM api.client_list(active => v.active, sort => v.sort, deleted => v.deleted) AS l),
          format('pages of %s by %s, active %s, deleted %s make up the list',
                 v.row_limit, v.sort, coalesce(v.active::text, 'or not'), v.deleted))
  FROM (VALUES ('id', 1, NULL::boolean, false), ('-id', 2, NULL, false),
               ('name', 1, NULL, false), ('name', 2, NULL, false), ('-name', 1, NULL, false), ('-name', 3, NULL, false),
               ('id', 1, true, false), ('name', 1, true, false), ('-name', 2, false, false),
               ('name', 1, NULL, true), ('-name', 2, NULL, true), ('-id', 1, NULL, true))
    AS v (sort, row_limit, active, deleted);

SELECT (api.client_page(row_limit => 2)).next AS by_id,
       (api.client_page(sort => 'name', row_limit => 2)).next AS by_name,
       (api.client_page(active => true, row_limit => 2)).next AS of_active,
       (api.client_page(deleted => true, row_limit => 2)).next AS of_deleted,
       (api.client_page(name => 'CAL', row_limit => 1)).next AS of_name \gset
SELECT is((api.client_page(row_limit => 1, after => :'by_id')).items[1].name, 'cal', 'a cursor goes with any limit');
SELECT ok(:'by_id' ~ '^[A-Za-z0-9_-]+$' AND :'by_name' ~ '^[A-Za-z0-9_-]+$', 'a cursor needs no quoting in a URL');
SELECT is(test.refusal('SELECT api.client_page(' || v.arguments || ')'), 'TF400 cursor_invalid after',
          'refuses the cursor of another list: ' || v.arguments)
  FROM (VALUES (format($$sort => 'name', after => %L$$, :'by_id')), (format($$sort => '-id', after => %L$$, :'by_id')),
               (format($$sort => '-name', after => %L$$, :'by_name')), (format('after => %L', :'by_name')),
               (format('active => true, after => %L', :'by_id')), (format('after => %L', :'of_active')),
               (format('active => false, after => %L', :'of_active')),
               (format($$name => 'Cal', after => %L$$, :'by_id')), (format($$name => 'Bea', after => %L$$, :'of_name')),
               (format($$email => 'a1@client.example', after => %L$$, :'by_id')),
               (format('deleted => true, after => %L', :'by_id')), (format('after => %L', :'of_deleted')))
    AS v (arguments);
SELECT is(test.refusal(format('SELECT api.client_page(after => %L)', v.value)), 'TF400 cursor_invalid after',
          format('refuses a broken cursor: %L', v.value))
  FROM (VALUES (''), ('x'), ('====='), ('not base64!'), (:'by_id' || 'AAAA'), (upper(:'by_id')))
    AS v (value);
SELECT is(test.refusal(format('SELECT api.client_page(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (-1), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.client_page(row_limit => 100)'), 'allowed', 'takes a limit of 100');
SELECT (api.agent_page(row_limit => 1)).next AS of_agents \gset
SELECT is(test.refusal(format('SELECT api.client_page(after => %L)', :'of_agents')),
          'TF400 cursor_invalid after', 'refuses a cursor of the agents');
SELECT is(test.refusal($$SELECT api.client_page(sort => 'email')$$), 'TF422 list_sort_unknown sort',
          'refuses an unknown order');

SELECT (api.client_page(sort => '-id', row_limit => 2)).next AS newest \gset
SELECT (api.client_create('Late', 'late@client.example')).id AS late \gset
SELECT is((api.client_page(sort => '-id', row_limit => 1, after => :'newest')).items[1].name, repeat('õ', 200),
          'a client made meanwhile shifts no page');

SELECT test.enter_as(:ben);
SELECT is((api.client_page(row_limit => 1)).items[1].id, :ada::bigint, 'an agent sees the live clients');
SELECT is(test.refusal('SELECT api.client_page(deleted => true)'), 'TF403 permission_missing deleted',
          'but not the deleted ones');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.client_page()'), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
