BEGIN;
SELECT plan(38);

CREATE FUNCTION pg_temp.walk(sort text, row_limit integer, role text DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number,
               api.service_page(role => walk.role, sort => walk.sort, row_limit => walk.row_limit,
                                deleted => walk.deleted) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.service_page(role => walk.role, sort => walk.sort, row_limit => walk.row_limit,
                                deleted => walk.deleted, after => (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Root', 'admin') AS root, test.agent('Ben') AS ben, test.service('Alpha', 'portal') AS alpha \gset
INSERT INTO desk.service (name, role)
SELECT v.name, CASE WHEN v.ordinality % 2 = 0 THEN 'portal' ELSE 'importer' END AS role
  FROM unnest(ARRAY['cal', 'It''s', '50%:s', 'back\slash', repeat('õ', 200), 'Zoë', 'a:b', '%L']) WITH ORDINALITY AS v (name);
INSERT INTO desk.service (name, role, deleted_at)
SELECT 'Gone' AS name, 'portal' AS role, now() AS deleted_at FROM generate_series(1, 3);

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(i.name) FROM unnest((api.service_page(row_limit => 2)).items) AS i), ARRAY['Alpha', 'cal'],
          'a page has as many services as asked for');
SELECT is(to_jsonb((api.service_page(row_limit => 1)).items[1]), to_jsonb(api.service_get(:alpha)),
          'each as api.service_get shows it');
SELECT ok((api.service_page(row_limit => 8)).next IS NOT NULL, 'and the cursor of the next page');
SELECT is((api.service_page(row_limit => 9)).next, NULL, 'but not when no service is left');
SELECT is(api.service_page(name => 'Nobody'), row('{}', NULL)::api.service_page, 'an empty page is empty, not NULL');

SELECT is(pg_temp.walk(v.sort, v.row_limit, v.role, v.deleted),
          (SELECT array_agg(l.id) FROM api.service_list(role => v.role, sort => v.sort, deleted => v.deleted) AS l),
          format('pages of %s by %s, of %s, deleted %s make up the list',
                 v.row_limit, v.sort, coalesce(v.role, 'any role'), v.deleted))
  FROM (VALUES ('id', 1, NULL::text, false), ('-id', 2, NULL, false), ('name', 1, NULL, false),
               ('name', 2, NULL, false), ('-name', 1, NULL, false), ('-name', 3, NULL, false),
               ('id', 1, 'portal', false), ('-name', 2, 'importer', false),
               ('name', 1, NULL, true), ('-name', 2, NULL, true), ('-id', 1, NULL, true))
    AS v (sort, row_limit, role, deleted);

SELECT (api.service_page(row_limit => 2)).next AS by_id,
       (api.service_page(sort => 'name', row_limit => 2)).next AS by_name,
       (api.service_page(role => 'portal', row_limit => 2)).next AS of_portal,
       (api.service_page(deleted => true, row_limit => 2)).next AS of_deleted,
       (api.agent_page(row_limit => 1)).next AS of_agents \gset
SELECT ok(:'by_id' ~ '^[A-Za-z0-9_-]+$' AND :'by_name' ~ '^[A-Za-z0-9_-]+$', 'a cursor needs no quoting in a URL');
SELECT is(test.refusal('SELECT api.service_page(' || v.arguments || ')'), 'TF400 cursor_invalid after',
          'refuses the cursor of another list: ' || v.arguments)
  FROM (VALUES (format($$sort => 'name', after => %L$$, :'by_id')), (format($$sort => '-id', after => %L$$, :'by_id')),
               (format($$sort => '-name', after => %L$$, :'by_name')), (format('after => %L', :'by_name')),
               (format($$role => 'portal', after => %L$$, :'by_id')), (format('after => %L', :'of_portal')),
               (format($$role => 'importer', after => %L$$, :'of_portal')),
               (format('active => true, after => %L', :'by_id')), (format('after => %L', :'of_deleted')),
               (format('after => %L', :'of_agents')), ($$after => 'x'$$), ($$after => ''$$))
    AS v (arguments);
SELECT is(test.refusal(format('SELECT api.service_page(row_limit => %L)', v.value)),
          'TF422 list_limit_range row_limit', format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (-1), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.service_page(row_limit => 100)'), 'allowed', 'takes a limit of 100');
SELECT is(test.refusal($$SELECT api.service_page(sort => 'role')$$), 'TF422 list_sort_unknown sort',
          'refuses an unknown order');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.service_page()'), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_service(:alpha);
SELECT is(test.refusal('SELECT api.service_page()'), 'TF403 permission_missing', 'refuses a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.service_page()'), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
