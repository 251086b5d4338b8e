BEGIN;
SELECT plan(23);

CREATE FUNCTION pg_temp.walk(row_limit integer, issuer text DEFAULT NULL, agent_id bigint DEFAULT NULL)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number, api.identity_page(walk.issuer, walk.agent_id, row_limit => walk.row_limit) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.identity_page(walk.issuer, walk.agent_id, row_limit => walk.row_limit, after => (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo \gset
INSERT INTO desk.identity (issuer, subject, agent_id)
SELECT CASE n % 2 WHEN 0 THEN 'it''s' ELSE '%L\' END AS issuer, n::text AS subject,
       CASE n % 3 WHEN 0 THEN :ada ELSE :ben END AS agent_id
  FROM generate_series(1, 9) AS n;

SELECT test.enter_as(:ada);
SELECT is(pg_temp.walk(v.row_limit, v.issuer, v.agent_id),
          (SELECT array_agg(l.id) FROM api.identity_list(v.issuer, v.agent_id) AS l),
          format('pages of %s, issuer %s, agent %s make up the list', v.row_limit, v.issuer, v.agent_id))
  FROM (VALUES (1, NULL, NULL::bigint), (2, NULL, NULL), (1, 'it''s', NULL), (2, '%L\', NULL), (1, NULL, :ben),
               (2, NULL, :ada), (1, 'it''s', :ben))
    AS v (row_limit, issuer, agent_id);
SELECT ok((api.identity_page(row_limit => 8)).next IS NOT NULL, 'a page has the cursor of the next');
SELECT is((api.identity_page(row_limit => 9)).next, NULL, 'but not when none is left');
SELECT is(api.identity_page('nobody'), row('{}', NULL)::api.identity_page, 'an empty page is empty, not NULL');

SELECT (api.identity_page(row_limit => 2)).next AS cursor,
       (api.identity_page(agent_id => :ben, row_limit => 2)).next AS of_ben,
       (api.token_page(row_limit => 1)).next AS none, (api.agent_page(row_limit => 1)).next AS of_agents \gset
SELECT is(test.refusal('SELECT api.identity_page(' || v.arguments || ')'), 'TF400 cursor_invalid after',
          'refuses the cursor of another list: ' || v.arguments)
  FROM (VALUES (format('after => %L', :'of_ben')), (format('agent_id => %s, after => %L', :ada, :'of_ben')),
               (format('client_id => %s, after => %L', :ben, :'of_ben')), (format('%L, after => %L', 'it''s', :'cursor')),
               (format('after => %L', :'of_agents')), ($$after => 'x'$$))
    AS v (arguments);
SELECT is(test.refusal(format('SELECT api.identity_page(row_limit => %L)', v.value)),
          'TF422 list_limit_range row_limit', format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.identity_page(row_limit => 100)'), 'allowed', 'takes a limit of 100');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.identity_page()'), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.identity_page()'), 'TF403 permission_missing', 'refuses a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.identity_page()'), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
