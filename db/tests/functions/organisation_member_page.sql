BEGIN;
SELECT plan(23);

CREATE FUNCTION pg_temp.walk(organisation_id bigint, row_limit integer)
RETURNS bigint[] LANGUAGE sql AS $$
    WITH RECURSIVE walk AS (
        SELECT 1 AS number, api.organisation_member_page(walk.organisation_id, row_limit => walk.row_limit) AS page
        UNION ALL
        SELECT w.number + 1 AS number,
               api.organisation_member_page(walk.organisation_id, row_limit => walk.row_limit, after => (w.page).next) AS page
          FROM walk AS w
         WHERE (w.page).next IS NOT NULL AND w.number < 100
    )
    SELECT array_agg(i.client_id ORDER BY w.number, i.ordinality)
      FROM walk AS w, unnest((w.page).items) WITH ORDINALITY AS i;
$$;

SELECT test.agent('Root', 'admin') AS root, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal,
       test.organisation('Acme', true) AS acme, test.organisation('Other', true) AS other \gset
INSERT INTO desk.organisation_member (organisation_id, client_id)
SELECT CASE WHEN n.number % 3 = 0 THEN :other ELSE :acme END, test.client('C' || n.number) FROM generate_series(30, 1, -1) AS n (number);

SELECT test.enter_as(:root);
SELECT is(cardinality((api.organisation_member_page(:acme)).items), 20, 'has all members when they are fewer than 25');
SELECT is((api.organisation_member_page(:acme)).next, NULL, 'and no cursor then');
SELECT is((api.organisation_member_page(:acme, row_limit => 20)).next, NULL, 'nor when none is left');
SELECT ok((api.organisation_member_page(:acme, row_limit => 19)).next ~ '^[A-Za-z0-9_-]+$', 'else one that needs no quoting');
SELECT is(to_jsonb((api.organisation_member_page(:acme, row_limit => 1)).items),
          (SELECT jsonb_agg(l) FROM api.organisation_member_list(:acme, row_limit => 1) AS l),
          'each as api.organisation_member_list shows it');
SELECT is(pg_temp.walk(v.id, v.row_limit), (SELECT array_agg(l.client_id) FROM api.organisation_member_list(v.id) AS l),
          format('pages of %s make up the list', v.row_limit))
  FROM (VALUES (:acme, 1), (:acme, 7), (:other, 3), (:other, 10)) AS v (id, row_limit);

SELECT (api.organisation_member_page(:acme, row_limit => 2)).next AS cursor,
       (api.organisation_page(row_limit => 1)).next AS of_organisations \gset
SELECT is(test.refusal(format('SELECT api.organisation_member_page(%s, after => %L)', v.id, v.cursor)),
          'TF400 cursor_invalid after', v.what)
  FROM (VALUES (:other, :'cursor', 'refuses the cursor of another organisation'),
               (:acme, :'of_organisations', 'or of another list'), (:acme, '', 'or none'), (:acme, 'x', 'or a broken one'))
    AS v (id, cursor, what);
SELECT is(test.refusal(format('SELECT api.organisation_member_page(%s, row_limit => %L)', :acme, v.value)),
          'TF422 list_limit_range row_limit', format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (101), (NULL)) AS v (value);
SELECT is(test.refusal('SELECT api.organisation_member_page(0)'), 'TF404 organisation_not_found organisation_id',
          'of an organisation that never was there is no page');
SELECT is((api.organisation_member_page(:other, row_limit => 100)).next, NULL, 'takes a limit of 100');

SELECT test.enter_as(:ben);
SELECT is(cardinality((api.organisation_member_page(:other)).items), 10, 'an agent sees them');
SELECT test.enter_as_service(:portal);
SELECT is(cardinality((api.organisation_member_page(:other)).items), 10, 'and a portal');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_member_page(%s)', v.id)), 'TF403 permission_missing', 'a client does not')
  FROM (VALUES (:acme), (0)) AS v (id);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.organisation_member_page(%s)', :acme)), '28000 actor_unknown', 'nor nobody');

SELECT * FROM finish();
ROLLBACK;
