BEGIN;
SELECT plan(28);

CREATE FUNCTION pg_temp.walk(sort text, row_limit integer, agent_id bigint DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number,
               api.token_page(walk.agent_id, walk.sort, walk.row_limit, deleted => walk.deleted) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.token_page(walk.agent_id, walk.sort, walk.row_limit, (w.page).next, walk.deleted) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal, test.client('Cleo') AS cleo \gset
SELECT test.token(CASE WHEN n % 2 = 0 THEN :ben ELSE :cal END) FROM generate_series(1, 9) AS n;
UPDATE desk.api_token SET deleted_at = now() WHERE id % 3 = 0;

SELECT test.enter_as(:ada);
SELECT is(pg_temp.walk(v.sort, v.row_limit, v.agent_id, v.deleted),
          (SELECT array_agg(l.id) FROM api.token_list(v.agent_id, v.sort, deleted => v.deleted) AS l),
          format('pages of %s by %s, agent %s, deleted %s make up the list', v.row_limit, v.sort, v.agent_id,
          v.deleted))
  FROM (VALUES ('id', 1, NULL::bigint, false), ('-id', 2, NULL, false), ('id', 2, :ben, false), ('-id', 1, :cal, false),
               ('id', 1, NULL, true), ('-id', 2, NULL, true), ('id', 1, :cal, true))
    AS v (sort, row_limit, agent_id, deleted);
SELECT is((SELECT array_agg(i.id) FROM unnest((api.token_page(row_limit => 2)).items) AS i),
          (SELECT array_agg(l.id) FROM api.token_list(row_limit => 2) AS l), 'a page has as many tokens as asked for');
SELECT ok((api.token_page(row_limit => 6)).next IS NOT NULL, 'and the cursor of the next page');
SELECT is((api.token_page(row_limit => 7)).next, NULL, 'but not when no token is left');
SELECT is(api.token_page(0), row('{}', NULL)::api.token_page, 'an empty page is empty, not NULL');

SELECT (api.token_page(row_limit => 2)).next AS cursor, (api.token_page(:ben, row_limit => 1)).next AS of_ben,
       (api.agent_page(row_limit => 1)).next AS of_agents \gset
SELECT is(test.refusal('SELECT api.token_page(' || v.arguments || ')'), 'TF400 cursor_invalid after',
          'refuses the cursor of another list: ' || v.arguments)
  FROM (VALUES (format($$sort => '-id', after => %L$$, :'cursor')), (format('after => %L', :'of_ben')),
               (format('%s, after => %L', :cal, :'of_ben')), (format('client_id => %s, after => %L', :ben, :'of_ben')),
               (format('%s, after => %L', :ben, :'cursor')),
               (format('deleted => true, after => %L', :'cursor')), (format('after => %L', :'of_agents')))
    AS v (arguments);
SELECT is(test.refusal($$SELECT api.token_page(after => 'x')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');
SELECT is(test.refusal(format('SELECT api.token_page(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.token_page(row_limit => 100)'), 'allowed', 'takes a limit of 100');
SELECT is(test.refusal($$SELECT api.token_page(sort => 'name')$$), 'TF422 list_sort_unknown sort',
          'refuses an unknown order');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.token_page()'), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.token_page()'), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as(:ada, scopes => '{agents:read}');
SELECT is(test.refusal('SELECT api.token_page()'), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.token_page()'), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
