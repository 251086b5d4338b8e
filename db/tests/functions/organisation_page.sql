BEGIN;
SELECT plan(41);

CREATE FUNCTION pg_temp.walk(sort text, row_limit integer, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number,
               api.organisation_page(sort => walk.sort, row_limit => walk.row_limit, deleted => walk.deleted) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.organisation_page(sort => walk.sort, row_limit => walk.row_limit, deleted => walk.deleted,
                                     after => (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal, test.organisation('Acme', true) AS acme \gset
INSERT INTO desk.organisation (name)
SELECT v.name FROM unnest(ARRAY['bow', 'It''s', '50%:s', 'back\slash', repeat('õ', 200), 'Zoë', 'a:b', '%L']) AS v (name);
INSERT INTO desk.organisation (name, deleted_at)
SELECT 'Gone' AS name, now() AS deleted_at FROM generate_series(1, 3);

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(i.name) FROM unnest((api.organisation_page(row_limit => 2)).items) AS i), ARRAY['Acme', 'bow'],
          'a page has as many organisations as asked for');
SELECT is(to_jsonb((api.organisation_page(row_limit => 1)).items[1]), to_jsonb(api.organisation_get(:acme)),
          'each as api.organisation_get shows it');
SELECT ok((api.organisation_page(row_limit => 8)).next IS NOT NULL, 'and the cursor of the next page');
SELECT is((api.organisation_page(row_limit => 9)).next, NULL, 'but not when none is left');
SELECT is(cardinality((api.organisation_page()).items), 9, 'has all of them when they are fewer than 25');
SELECT is(api.organisation_page(name => 'Nobody'), row('{}', NULL)::api.organisation_page, 'an empty page is empty, not NULL');
SELECT is((api.organisation_page(row_limit => 1, after => NULL)).items[1].id, :acme::bigint, 'no cursor is the first page');

SELECT is(pg_temp.walk(v.sort, v.row_limit, v.deleted),
          (SELECT array_agg(l.id) FROM api.organisation_list(sort => v.sort, deleted => v.deleted) AS l),
          format('pages of %s by %s, deleted %s make up the list', v.row_limit, v.sort, v.deleted))
  FROM (VALUES ('id', 1, false), ('-id', 2, false), ('name', 1, false), ('name', 2, false), ('-name', 1, false),
               ('-name', 3, false), ('name', 1, true), ('-name', 2, true), ('-id', 1, true))
    AS v (sort, row_limit, deleted);

SELECT (api.organisation_page(row_limit => 2)).next AS by_id,
       (api.organisation_page(sort => 'name', row_limit => 2)).next AS by_name,
       (api.organisation_page(deleted => true, row_limit => 2)).next AS of_deleted,
       (api.client_page(row_limit => 1)).next AS of_clients \gset
SELECT is((api.organisation_page(row_limit => 1, after => :'by_id')).items[1].name, 'It''s', 'a cursor goes with any limit');
SELECT ok(:'by_id' ~ '^[A-Za-z0-9_-]+$' AND :'by_name' ~ '^[A-Za-z0-9_-]+$', 'a cursor needs no quoting in a URL');
SELECT is(test.refusal('SELECT api.organisation_page(' || v.arguments || ')'), 'TF400 cursor_invalid after',
          'refuses the cursor of another list: ' || v.arguments)
  FROM (VALUES (format($$sort => 'name', after => %L$$, :'by_id')), (format($$sort => '-id', after => %L$$, :'by_id')),
               (format($$sort => '-name', after => %L$$, :'by_name')), (format('after => %L', :'by_name')),
               (format($$name => 'Bow', after => %L$$, :'by_id')),
               (format('deleted => true, after => %L', :'by_id')), (format('after => %L', :'of_deleted')))
    AS v (arguments);
SELECT is(test.refusal(format('SELECT api.organisation_page(after => %L)', v.value)), 'TF400 cursor_invalid after',
          format('refuses a broken cursor: %L', v.value))
  FROM (VALUES (''), ('x'), ('====='), ('not base64!'), (:'by_id' || 'AAAA')) AS v (value);
SELECT is(test.refusal(format('SELECT api.organisation_page(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.organisation_page(row_limit => 100)'), 'allowed', 'takes a limit of 100');
SELECT is(test.refusal($$SELECT api.organisation_page(sort => 'is_shared')$$), 'TF422 list_sort_unknown sort',
          'refuses an unknown order');

SELECT test.enter_as(:lea);
SELECT is(cardinality((api.organisation_page()).items), 9, 'a lead sees all');
SELECT test.enter_as(:ben);
SELECT is(cardinality((api.organisation_page()).items), 9, 'so does an agent');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal('SELECT api.organisation_page(deleted => true)'), 'TF403 permission_missing deleted',
          'a service does not see the deleted ones');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.organisation_page()'), 'TF403 permission_missing', 'a client may not');
SELECT is(test.refusal(format('SELECT api.organisation_page(after => %L)', :'by_id')), 'TF403 permission_missing',
          'with somebody else''s cursor neither');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.organisation_page()'), '28000 actor_unknown', 'nor nobody');

SELECT * FROM finish();
ROLLBACK;
