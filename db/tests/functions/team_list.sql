BEGIN;
SELECT plan(34);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal, test.service('Monitor', 'monitor') AS monitor,
       test.team('Ada') AS ada \gset
INSERT INTO desk.team (name) VALUES ('cal'), ('Ben'), ('Zoë'), ('It''s'), ('Left'), ('Gone');
UPDATE desk.team SET deleted_at = now() WHERE name IN ('Left', 'Gone');

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(l.name) FROM api.team_list() AS l), ARRAY['Ada', 'cal', 'Ben', 'Zoë', 'It''s'],
          'lists the live teams by id');
SELECT is((SELECT to_jsonb(l) FROM api.team_list(name => 'Ada') AS l), to_jsonb(api.team_get(:ada)),
          'each as api.team_get shows it');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(sort => '-id') AS l), ARRAY['It''s', 'Zoë', 'Ben', 'cal', 'Ada'],
          'or the newest first');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(sort => 'name') AS l), ARRAY['Ada', 'Ben', 'cal', 'It''s', 'Zoë'],
          'or by name, in any case');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(sort => '-name') AS l), ARRAY['Zoë', 'It''s', 'cal', 'Ben', 'Ada'],
          'or by name in the opposite order');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(name => 'CAL') AS l), ARRAY['cal'], 'finds a name in any case');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(name => 'Zoë', sort => '-name') AS l), ARRAY['Zoë'],
          'with letters beyond ASCII, in any order');
SELECT is((SELECT count(*) FROM api.team_list(name => 'Ca_')), 0::bigint, 'but no pattern');
SELECT is((SELECT count(*) FROM api.team_list(name => 'Gone')), 0::bigint, 'nor a deleted team');
SELECT is((SELECT count(*) FROM api.team_list(name => $$' OR true --$$)), 0::bigint, 'a filter is never SQL');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(row_limit => 2) AS l), ARRAY['Ada', 'cal'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.team_list(row_limit => 1000)), 5::bigint, 'up to 1,000');
SELECT is(
    (SELECT array_agg(l.name)
       FROM api.team_list(sort => 'name', after => (api.team_page(sort => 'name', row_limit => 3)).next) AS l),
    ARRAY['It''s', 'Zoë'], 'goes on after a cursor of api.team_page'
);
SELECT is((SELECT array_agg(l.name) FROM api.team_list(deleted => true) AS l), ARRAY['Left', 'Gone'],
          'lists the deleted teams to an administrator');
SELECT is((SELECT array_agg(l.name) FROM api.team_list(deleted => true, name => 'gone') AS l), ARRAY['Gone'],
          'with the same filter');

SELECT is(test.refusal(format('SELECT api.team_list(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (-1), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.team_list(sort => %L)', v.value)), 'TF422 list_sort_unknown sort',
          format('refuses to sort by %s', coalesce(quote_literal(v.value), 'NULL')))
  FROM (VALUES ('created_at'), ('ID'), (''), (NULL)) AS v (value);
SELECT is(test.refusal($$SELECT api.team_list(after => 'bm9uc2Vuc2U')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');

SELECT test.enter_as(:root, scopes => '{tickets:read}');
SELECT is(test.refusal('SELECT api.team_list()'), 'TF403 scope_missing', 'refuses a token without the scope');
SELECT test.enter_as(:lea);
SELECT is((SELECT count(*) FROM api.team_list()), 5::bigint, 'a lead sees the live teams');
SELECT is(test.refusal('SELECT api.team_list(deleted => true)'), 'TF403 permission_missing deleted', 'but not the deleted ones');
SELECT test.enter_as(:ben);
SELECT is((SELECT count(*) FROM api.team_list()), 5::bigint, 'so does an agent');
SELECT test.enter_as_service(:monitor);
SELECT is((SELECT count(*) FROM api.team_list(deleted => true)), 2::bigint, 'a monitor sees the deleted ones too');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal('SELECT api.team_list()'), 'TF403 permission_missing', 'refuses a portal');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.team_list()'), 'TF403 permission_missing', 'refuses a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.team_list()'), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal($$SELECT api.team_list(name => 'Nobody')$$), '28000 actor_unknown',
          'even where the list would be empty');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'team_list';
SELECT test.enter_as_client(:cleo);
SELECT is((SELECT count(*) FROM api.team_list()), 0::bigint, 'who may list teams and sees none finds none');

SELECT * FROM finish();
ROLLBACK;
