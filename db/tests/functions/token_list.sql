BEGIN;
SELECT plan(24);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal \gset

SELECT test.enter_as(:ada);
SELECT (api.token_create(:ben, 'One')).id AS one, (api.token_create(:cal, 'Two')).id AS two,
       (api.token_create(:ben, 'Three')).id AS three, (api.token_create(:ben, 'Off')).id AS off \gset
SELECT is((api.token_revoke(:off)).version, 2, 'of four tokens one is revoked');
SELECT is((SELECT array_agg(l.name) FROM api.token_list() AS l), ARRAY['test', 'One', 'Two', 'Three'],
          'lists the live tokens by id');
SELECT is((SELECT array_agg(l.name) FROM api.token_list(sort => '-id') AS l), ARRAY['Three', 'Two', 'One', 'test'],
          'or the newest first');
SELECT is((SELECT array_agg(l.name) FROM api.token_list(agent_id => :ben) AS l), ARRAY['One', 'Three'],
          'or an agent''s');
SELECT is((SELECT count(*) FROM api.token_list(agent_id => 0)), 0::bigint, 'an unknown agent has none');
SELECT is((SELECT array_agg(l.name) FROM api.token_list(deleted => true) AS l), ARRAY['Off'], 'or those revoked');
SELECT is((SELECT count(*) FROM api.token_list(agent_id => :cal, deleted => true)), 0::bigint, 'of an agent');
SELECT is((SELECT to_jsonb(l) - '{expires_at,created_at,updated_at}'::text[] FROM api.token_list(:cal) AS l),
          jsonb_build_object('id', :two, 'agent_id', :cal, 'name', 'Two', 'version', 1),
          'each without its secret or hash');
SELECT is((SELECT row(l.expires_at, l.created_at, l.updated_at) FROM api.token_list(:cal) AS l),
          row(NULL::timestamptz, now(), now()), 'with its times');
SELECT is((SELECT array_agg(l.name) FROM api.token_list(row_limit => 2) AS l), ARRAY['test', 'One'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.token_list(row_limit => 1000)), 4::bigint, 'up to 1,000');
SELECT (api.token_page(row_limit => 2)).next AS cursor \gset
SELECT is((SELECT array_agg(l.name) FROM api.token_list(after => :'cursor') AS l), ARRAY['Two', 'Three'],
          'goes on after a cursor of api.token_page');

SELECT is(test.refusal(format('SELECT api.token_list(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.token_list(sort => %L)', v.value)), 'TF422 list_sort_unknown sort',
          format('refuses to sort by %s', coalesce(quote_literal(v.value), 'NULL')))
  FROM (VALUES ('name'), ('token_hash'), (''), (NULL)) AS v (value);
SELECT is(test.refusal(format($$SELECT api.token_list(sort => '-id', after => %L)$$, :'cursor')),
          'TF400 cursor_invalid after', 'refuses the cursor of another order');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 administrator_only', 'refuses an agent');
SELECT is(test.refusal(format('SELECT api.token_list(%s)', :ben)), 'TF403 administrator_only',
          'even to list its own tokens');
SELECT set_config('ticketfirst.actor_role', '', true);
SELECT is(test.refusal('SELECT api.token_list()'), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.token_list(agent_id => 0)'), '28000 actor_unknown',
          'even where the list would be empty');

SELECT * FROM finish();
ROLLBACK;
