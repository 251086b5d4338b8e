BEGIN;
SELECT plan(46);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.token_create(:ben, E' Laptop\n', '2099-01-01 00:00:00+00')) AS token \gset
SELECT :'token'::jsonb ->> 'id' AS id, :'token'::jsonb ->> 'secret' AS secret \gset
SELECT is(:'token'::jsonb - '{id,secret,expires_at,created_at,updated_at}'::text[],
          jsonb_build_object('agent_id', :ben, 'client_id', NULL, 'service_id', NULL, 'name', 'Laptop', 'scopes', NULL,
                             'last_used_at', NULL, 'version', 1),
          'makes a token for an agent, its name trimmed');
SELECT is((:'token'::jsonb ->> 'expires_at')::timestamptz, '2099-01-01 00:00:00+00'::timestamptz, 'with its end');
SELECT is((:'token'::jsonb ->> 'created_at')::timestamptz, now(), 'made at the time of the clock');
SELECT matches(:'secret'::text, '^tf_[0-9a-f]{64}$', 'with a secret of 256 bits');
SELECT is((SELECT to_jsonb(l) FROM api.token_list(:ben) AS l), :'token'::jsonb - 'secret', 'which is kept nowhere');
SELECT is((api.token_create(:ben, 'Phone')).expires_at, NULL, 'without an end it opens for ever');
SELECT isnt((api.token_create(:ben, 'Phone')).secret, (api.token_create(:ben, 'Phone')).secret,
            'each has a secret of its own, whatever its name');
SELECT is((api.token_create(:idle, 'Later')).agent_id, :idle::bigint, 'an agent who is not active may have one');
SELECT is(char_length((api.token_create(:ben, repeat('õ', 200) || ' ')).name), 200,
          'a name has up to 200 characters after trimming');

SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X')$$, v.agent_id)),
          'TF422 token_actor_not_found agent_id',
          'refuses ' || v.whom)
  FROM (VALUES (:'gone', 'a deleted agent'), ('0', 'an agent who never was')) AS v (agent_id, whom);
SELECT is(test.refusal($$SELECT api.token_create(name => 'X')$$), 'TF422 token_actor_one agent_id', 'refuses nobody''s');
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X', client_id => %s)$$, :ben, :cleo)),
          'TF422 token_actor_one client_id', 'and that of two');
SELECT is((api.token_create(client_id => :cleo, name => 'Portal')).client_id, :cleo::bigint, 'makes one for a client');
SELECT is((api.token_create(service_id => :portal, name => 'Portal')).service_id, :portal::bigint, 'or a service');
SELECT is(test.refusal($$SELECT api.token_create(client_id => 0, name => 'X')$$),
          'TF422 token_actor_not_found client_id', 'who is there');
SELECT is(test.refusal($$SELECT api.token_create(service_id => 0, name => 'X')$$),
          'TF422 token_actor_not_found service_id', 'as an agent has to be');

-- limited to scopes
SELECT is((api.token_create(:ben, 'X', scopes => '{tickets:read,admin}')).scopes, '{tickets:read,admin}'::text[],
          'makes one that is limited to scopes');
SELECT is(test.refusal(format('SELECT api.token_create(%s, %L, scopes => %L)', :ben, 'X', v.scopes)),
          '23514 api_token_scopes_known', 'refuses scopes ' || v.scopes)
  FROM (VALUES ('{}'), ('{tickets}'), ('{tickets:read,root}'), ('{NULL}'), ('{Admin}')) AS v (scopes);
SELECT test.enter_as(:ada, scopes => '{admin,tickets:read}');
SELECT is(test.refusal(format('SELECT api.token_create(%s, %L, scopes => %L)', :ben, 'X', v.scopes)), v.refusal,
          format('a token limited to admin and tickets:read makes one with %s: %s', coalesce(v.scopes, 'all'), v.refusal))
  FROM (VALUES ('{tickets:read}', 'allowed'), ('{tickets:read,admin}', 'allowed'),
               ('{tickets:write}', 'TF403 scope_missing scopes'), ('{admin,tickets:write}', 'TF403 scope_missing scopes'),
               (NULL, 'TF403 scope_missing scopes'))
    AS v (scopes, refusal);
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X', scopes => '{tickets:write}')$$, :ben)),
          'TF403 scope_missing', 'one without the scope admin makes none');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.token_create(%s, NULL)', :ben)), '23502 api_token_name_not_null name',
          'refuses no name');
SELECT is(test.refusal(format('SELECT api.token_create(%s, %L)', :ben, v.name)), v.refusal, 'refuses ' || v.what)
  FROM (VALUES ('  ', '23514 api_token_name_length', 'a name of white space'),
               (repeat('x', 201), '23514 api_token_name_length', 'a name of 201 characters'),
               (E'X\nY', '23514 api_token_name_one_line', 'a name of two lines'))
    AS v (name, refusal, what);
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X', %L)$$, :ben, v.expires_at)),
          '23514 api_token_times_in_range', 'refuses to end at ' || v.expires_at)
  FROM (VALUES ('infinity'), ('10000-01-01 00:00:00+00')) AS v (expires_at);

SELECT test.leave();
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.enter(sha256(convert_to(:'secret', 'UTF8')))).agent_id, :ben::bigint, 'its agent enters with it');
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X')$$, :ben)), 'TF403 permission_missing',
          'who may make no token, not even its own');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format($$SELECT api.token_create(client_id => %s, name => 'X')$$, :cleo)),
          'TF403 permission_missing', 'nor may a client');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format($$SELECT api.token_create(service_id => %s, name => 'X')$$, :portal)),
          'TF403 permission_missing', 'or a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X')$$, :ben)), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is((SELECT t.token_hash FROM desk.api_token AS t WHERE t.id = :id),
          sha256(sha256(convert_to(:'secret', 'UTF8'))), 'the table has the hash of the hash of the secret');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.entity NOT IN ('agent', 'client', 'service', 'ticket', 'comment')),
          0::bigint,
          'the journal is not of tokens');

-- the clock: whoever may not set it gives it to no token
SELECT test.enter_as(:ada);
SELECT is((api.token_create(:ben, 'Import', scopes => '{tickets:write,clock}')).scopes, '{tickets:write,clock}'::text [],
          'an administrator gives the clock to an agent''s token');
SELECT test.leave();
UPDATE desk.permission SET roles = array_append(roles, 'agent') WHERE name IN ('token_create', 'see_credentials');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X', scopes => '{clock}')$$, :ben)), 'TF403 permission_missing scopes',
          'an agent who may make tokens does not give the clock');
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X', scopes => '{tickets:read}')$$, :ben)), 'allowed', 'but another scope');

-- what is made is seen, or not made
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'admin') WHERE name = 'see_credentials';
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format($$SELECT api.token_create(%s, 'X')$$, :ben)), 'TF403 permission_missing',
          'refuses who would not see it');

SELECT * FROM finish();
ROLLBACK;
