BEGIN;
SELECT plan(41);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal,
       test.service('Report', 'monitor') AS monitor \gset
SELECT test.organisation('Bow', true, :cleo) AS bow, test.organisation('acme', false) AS acme,
       test.organisation('Zoë', true) AS zoe, test.organisation('Left', true) AS left,
       test.organisation('Gone', false) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id IN (:left, :gone);

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(l.name) FROM api.organisation_list() AS l), ARRAY['Bow', 'acme', 'Zoë'],
          'lists the live organisations by id');
SELECT is((SELECT to_jsonb(l) FROM api.organisation_list(name => 'Bow') AS l), to_jsonb(api.organisation_get(:bow)),
          'each as api.organisation_get shows it');
SELECT is((SELECT array_agg(l.name) FROM api.organisation_list(sort => v.sort) AS l), v.names, 'or by ' || v.sort)
  FROM (VALUES ('-id', ARRAY['Zoë', 'acme', 'Bow']), ('name', ARRAY['acme', 'Bow', 'Zoë']),
               ('-name', ARRAY['Zoë', 'Bow', 'acme'])) AS v (sort, names);
SELECT is((SELECT array_agg(l.name) FROM api.organisation_list(name => v.name, sort => 'name') AS l), v.names,
          format('finds %L', v.name))
  FROM (VALUES ('ACME', ARRAY['acme']), ('Zoë', ARRAY['Zoë']), ('acm_', NULL), ('Gone', NULL),
               ($$' OR true --$$, NULL), ('', NULL)) AS v (name, names);
SELECT is((SELECT array_agg(l.name) FROM api.organisation_list(row_limit => 2) AS l), ARRAY['Bow', 'acme'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.organisation_list(row_limit => 1000)), 3::bigint, 'up to 1,000');
SELECT is(
    (SELECT array_agg(l.name)
       FROM api.organisation_list(sort => 'name', after => (api.organisation_page(sort => 'name', row_limit => 1)).next) AS l),
    ARRAY['Bow', 'Zoë'], 'goes on after a cursor of api.organisation_page'
);
SELECT is((SELECT array_agg(l.name) FROM api.organisation_list(deleted => true) AS l), ARRAY['Left', 'Gone'],
          'lists the deleted ones');
SELECT is((SELECT array_agg(l.name) FROM api.organisation_list(deleted => true, name => 'gone', sort => '-name') AS l),
          ARRAY['Gone'], 'with the same filter and order');

SELECT is(test.refusal(format('SELECT api.organisation_list(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (-1), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.organisation_list(sort => %L)', v.value)), 'TF422 list_sort_unknown sort',
          format('refuses to sort by %s', coalesce(quote_literal(v.value), 'NULL')))
  FROM (VALUES ('is_shared'), ('ID'), (''), ('--id'), ('id, name'), (NULL)) AS v (value);
SELECT is(test.refusal($$SELECT api.organisation_list(after => 'bm9uc2Vuc2U')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');
SELECT (api.organisation_page(row_limit => 1)).next AS cursor \gset
SELECT is(test.refusal(format($$SELECT api.organisation_list(sort => '-id', after => %L)$$, :'cursor')),
          'TF400 cursor_invalid after', 'refuses the cursor of another order');

-- who may
SELECT test.enter_as(:lea);
SELECT is((SELECT count(*) FROM api.organisation_list()), 3::bigint, 'a lead sees all');
SELECT test.enter_as(:ben);
SELECT is((SELECT count(*) FROM api.organisation_list()), 3::bigint, 'so does an agent');
SELECT is(test.refusal('SELECT api.organisation_list(deleted => true)'), 'TF403 permission_missing deleted',
          'but not the deleted ones');
SELECT test.enter_as(:ben, scopes => '{tickets:read}');
SELECT is(test.refusal('SELECT api.organisation_list()'), 'TF403 scope_missing', 'nor without the scope');
SELECT test.enter_as_service(:portal);
SELECT is((SELECT count(*) FROM api.organisation_list()), 3::bigint, 'a portal sees all');
SELECT test.enter_as_service(:monitor);
SELECT is((SELECT count(*) FROM api.organisation_list(deleted => true)), 2::bigint, 'a monitor the deleted ones too');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.organisation_list()'), 'TF403 permission_missing', 'a client may not list them');
SELECT is(test.refusal($$SELECT api.organisation_list(name => 'acme')$$), 'TF403 permission_missing', 'nor look for one');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.organisation_list()'), '28000 actor_unknown', 'nor nobody');
SELECT is(test.refusal($$SELECT api.organisation_list(name => 'none')$$), '28000 actor_unknown',
          'even where the list would be empty');

-- what a client would see if it might
SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{client}' WHERE name IN ('organisation_list', 'deleted_list');
SELECT test.enter_as_client(:cleo);
SELECT is((SELECT array_agg(l.id) FROM api.organisation_list(sort => 'name') AS l), ARRAY[:bow::bigint],
          'with one UPDATE a client lists its own, and no other');
SELECT is((SELECT count(*) FROM api.organisation_list(name => 'acme')), 0::bigint, 'by name neither');
SELECT is((SELECT count(*) FROM api.organisation_list(deleted => true)), 0::bigint, 'nor a deleted one');

SELECT * FROM finish();
ROLLBACK;
