BEGIN;
SELECT plan(37);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal \gset

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
          jsonb_build_object('id', :two, 'agent_id', :cal, 'client_id', NULL, 'service_id', NULL, 'name', 'Two',
                             'scopes', NULL, 'last_used_at', NULL, 'version', 1),
          'each without its secret or hash');
SELECT is((SELECT l.last_used_at FROM api.token_list(:ada) AS l), now(), 'with its last use');
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

-- of clients and services
SELECT (api.token_create(client_id => :cleo, name => 'Four', scopes => '{tickets:read}')).id AS four,
       (api.token_create(service_id => :portal, name => 'Five')).id AS five \gset
SELECT is((SELECT array_agg(l.name) FROM api.token_list(client_id => :cleo) AS l), ARRAY['Four'], 'a client''s');
SELECT is((SELECT l.scopes FROM api.token_list(client_id => :cleo) AS l), '{tickets:read}'::text[], 'with its scopes');
SELECT is((SELECT array_agg(l.name) FROM api.token_list(service_id => :portal) AS l), ARRAY['Five'], 'a service''s');
SELECT is((SELECT count(*) FROM api.token_list(agent_id => :ben, client_id => :cleo)), 0::bigint, 'of two there is none');
SELECT is((api.token_revoke(:four)).version, 2, 'revoked');
SELECT is((SELECT array_agg(l.name) FROM api.token_list(client_id => :cleo, deleted => true) AS l), ARRAY['Four'],
          'it is among the client''s revoked ones');
SELECT is((SELECT count(*) FROM api.token_list(client_id => :cleo)), 0::bigint, 'alone');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'refuses an agent');
SELECT is(test.refusal(format('SELECT api.token_list(%s)', :ben)), 'TF403 permission_missing',
          'even to list its own tokens');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as(:ada, scopes => '{agents:read}');
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.token_list()'), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.token_list(agent_id => 0)'), '28000 actor_unknown',
          'even where the list would be empty');

-- revoked ones
SELECT test.leave();
UPDATE desk.permission SET roles = array_append(roles, 'agent') WHERE name IN ('token_list', 'see_credentials');
SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.token_list()'), 'allowed', 'who has the permission lists tokens');
SELECT is(test.refusal('SELECT api.token_list(deleted => true)'), 'TF403 permission_missing deleted',
          'the revoked ones take permission deleted_list too');

SELECT * FROM finish();
ROLLBACK;
