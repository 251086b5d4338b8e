-- A transaction that enters and commits; it takes away the rows it has made, so that no other test sees them.
BEGIN;
SELECT test.agent('Ada', 'admin') AS ada \gset
SELECT test.token(:ada) AS hash \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT (api.enter(:'hash', 'request-1', '2012-05-01 08:00:00+00')).role AS entered \gset
SELECT test.leave();
DELETE FROM desk.api_token WHERE agent_id = :ada;
DELETE FROM desk.agent WHERE id = :ada;
DELETE FROM desk.event WHERE entity = 'agent' AND entity_id = :ada;
COMMIT;

BEGIN;
SELECT plan(126);

CREATE FUNCTION pg_temp.make(hash bytea, request bytea, name text)
RETURNS TABLE (answer json, replayed boolean) LANGUAGE sql AS $$
    SELECT CASE WHEN e.replay IS NOT NULL THEN e.replay
                ELSE api.idempotency_keep('w', to_json(api.client_create(make.name, 'w@client.example'))) END,
           e.replay IS NOT NULL
      FROM api.enter(make.hash, NULL, NULL, 'w', sha256(make.request)) AS e;
$$;

SELECT is(:'entered'::text, 'admin', 'an administrator had entered the transaction before');
SELECT is(current_setting('ticketfirst.' || v.setting, true), '', format('its %s is gone', v.setting))
  FROM (VALUES ('actor'), ('request_id'), ('clock'), ('idempotency_key')) AS v (setting);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT api.client_list()'), '28000 actor_unknown', 'and the caller is nobody again');
SELECT test.leave();

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle') AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo \gset
SELECT test.token(:ada) AS ada_hash, test.token(:ben) AS ben_hash, test.token(:idle) AS idle_hash,
       test.token(:gone) AS gone_hash, test.token(:ben) AS revoked, test.token(:ada) AS expired,
       test.token(:ada) AS expiring, test.token(:ada) AS lasting \gset
UPDATE desk.agent SET active = false WHERE id = :idle;
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.api_token SET deleted_at = now() WHERE token_hash = sha256(:'revoked');
UPDATE desk.api_token SET expires_at = now() - interval '1 microsecond' WHERE token_hash = sha256(:'expired');
UPDATE desk.api_token SET expires_at = now() WHERE token_hash = sha256(:'expiring');
UPDATE desk.api_token SET expires_at = now() + interval '1 microsecond' WHERE token_hash = sha256(:'lasting');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;

-- who it is
SELECT is(to_jsonb(api.enter(:'ben_hash')), jsonb_build_object('actor', 'agent:' || :ben, 'agent_id', :ben, 'role', 'agent', 'replay', NULL),
          'lets an agent in');
SELECT is((api.client_get(:cleo)).name, 'Cleo', 'who does what agents may');
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'and no more');
SELECT is(to_jsonb(api.enter(:'ada_hash')), jsonb_build_object('actor', 'agent:' || :ada, 'agent_id', :ada, 'role', 'admin', 'replay', NULL),
          'lets an administrator in');
SELECT is(test.refusal('SELECT api.token_list()'), 'allowed', 'who does what administrators may');
SELECT is((api.enter(:'ben_hash')).role, 'agent', 'the last who has entered counts');
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'and nothing remains of the one before');
SELECT is((api.enter(:'lasting')).agent_id, :ada::bigint, 'a token opens until the moment it expires');
SELECT is(test.refusal(format('SELECT api.enter(%L)', v.hash)), '28000 token_invalid', 'refuses ' || v.what)
  FROM (VALUES (sha256('nothing'), 'an unknown token'), (sha256(:'ben_hash'), 'what the table has of a token'),
               (:'revoked'::bytea, 'a revoked token'), (:'expired'::bytea, 'an expired token'),
               (:'expiring'::bytea, 'a token that expires at this moment'),
               (:'idle_hash'::bytea, 'an agent who is not active'), (:'gone_hash'::bytea, 'a deleted agent'),
               (substr(:'ben_hash'::bytea, 1, 31), 'a part of a token'), (''::bytea, 'an empty token'),
               (NULL, 'no token'))
    AS v (hash, what);
SELECT is(test.refusal(format('SELECT api.enter(%L, clock => %L)', :'expired', '2000-01-01 00:00:00+00')),
          '28000 token_invalid', 'a token expires by the server''s clock, not by the one that is asked for');
SELECT set_config('ticketfirst.clock', '2000-01-01 00:00:00+00', true);
SELECT is(test.refusal(format('SELECT api.enter(%L)', :'expired')), '28000 token_invalid',
          'nor by the one that is set');
SELECT is((api.enter(:'lasting', clock => now() + interval '1 day')).agent_id, :ada::bigint,
          'a later clock does not end it either');

-- the request
SELECT is((api.enter(:'ben_hash', 'Request-7')).agent_id, :ben::bigint, 'takes the id of a request');
SELECT (api.client_create('One', 'one@client.example')).id AS one \gset
SELECT is((api.enter(:'ben_hash')).agent_id, :ben::bigint, 'or none');
SELECT (api.client_create('Two', 'two@client.example')).id AS two \gset
SELECT is(test.refusal(format('SELECT api.enter(%L, %L)', :'ben_hash', v.request_id)),
          'TF400 request_id_shape request_id',
          'refuses a request id ' || v.what)
  FROM (VALUES ('', 'that is empty'), ('a b', 'with a space'), (E'a\n', 'with a line break'), ('ä', 'beyond ASCII'),
               (E'\u007f', 'with a control character'), (repeat('x', 129), 'of 129 characters'))
    AS v (request_id, what);
SELECT is(test.refusal(format('SELECT api.enter(%L, %L)', :'ben_hash', v.request_id)), 'allowed',
          'takes the request id ' || left(v.request_id, 9))
  FROM (VALUES ('!'), ('~'), (repeat('x', 128)), ('''' || chr(59) || 'DROP--')) AS v (request_id);
SELECT is(test.refusal(format('SELECT api.enter(%L) -- ; SELECT', :'ben_hash')), 'TF400 enter_not_alone',
          'refuses to be one of several statements in a message');

-- the clock
SELECT is(test.refusal(format('SELECT api.enter(%L, clock => %L)', :'ben_hash', '2012-05-01 08:00:00+00')),
          'TF403 permission_missing clock', 'refuses to set an agent the clock');
SELECT is((api.enter(:'ada_hash', clock => '2012-05-01 08:00:00.123456+00')).role, 'admin', 'an administrator sets it');
SELECT (api.client_create('Old', 'old@client.example')).id AS old \gset
SELECT is((api.client_get(:old)).created_at, '2012-05-01 08:00:00.123456+00'::timestamptz,
          'what is made then is made at that time');
SELECT is((api.client_update(:cleo, '{"name": "Clio"}')).updated_at, '2012-05-01 08:00:00.123456+00'::timestamptz,
          'and what is changed is changed at that time');
SELECT is((api.enter(:'ada_hash')).role, 'admin', 'the next to enter');
SELECT is((api.client_create('New', 'new@client.example')).created_at, now(), 'finds the server''s own clock');
SET LOCAL timezone = 'Asia/Kolkata';
SET LOCAL datestyle = 'SQL, DMY';
SELECT is((api.enter(:'ada_hash', clock => '2012-05-01 08:00:00.123456+00')).role, 'admin',
          'in another style of dates');
SET LOCAL datestyle = 'SQL, MDY';
SELECT is((api.client_create('Far', 'far@client.example')).created_at, '2012-05-01 08:00:00.123456+00'::timestamptz,
          'the clock is the same');
RESET timezone;
RESET datestyle;

-- the key
SELECT is((api.enter(:'ben_hash', key => 'POST /v1/clients k', fingerprint => sha256('1'))).replay::text, NULL,
          'a new key has no answer');
SELECT is(test.refusal(format('SELECT api.enter(%L, key => %L, fingerprint => sha256(%L))', :'ben_hash',
                              'POST /v1/clients k', '1')),
          'TF409 idempotency_key_unanswered key', 'a key without an answer cannot be entered again');
SELECT is(api.idempotency_keep('POST /v1/clients k', E'{"b" :1,\n "a":  [ 2.50, "\\u00e4" ], "b":null}')::text,
          E'{"b" :1,\n "a":  [ 2.50, "\\u00e4" ], "b":null}', 'the answer is kept');
SELECT is((api.enter(:'ben_hash', key => 'POST /v1/clients k', fingerprint => sha256('1'))).replay::text,
          E'{"b" :1,\n "a":  [ 2.50, "\\u00e4" ], "b":null}', 'and given again, byte for byte');
SELECT is((api.enter(:'ben_hash', key => 'POST /v1/clients k', fingerprint => sha256('1'))).agent_id, :ben::bigint,
          'with the agent');
SELECT is(test.refusal(format('SELECT api.enter(%L, key => %L, fingerprint => sha256(%L))', :'ben_hash',
                              'POST /v1/clients k', '2')),
          'TF422 idempotency_key_reused key', 'refuses the key with another request');
SELECT is((api.enter(:'ada_hash', key => 'POST /v1/clients k', fingerprint => sha256('2'))).replay::text, NULL,
          'another agent''s key is another key');
SELECT is((api.enter(:'ben_hash', key => 'POST /v1/agents k', fingerprint => sha256('2'))).replay::text, NULL,
          'so is another path''s');
SELECT is((api.enter(:'ben_hash', fingerprint => sha256('1'))).replay::text, NULL, 'without a key there is no answer');
SELECT is(test.refusal(format('SELECT api.enter(%L, key => %L)', :'ben_hash', 'x')),
          '23502 idempotency_key_fingerprint_not_null fingerprint', 'refuses a key without a fingerprint');
SELECT is(test.refusal(format('SELECT api.enter(%L, key => %L, fingerprint => %L)', :'ben_hash', v.key, v.fingerprint)),
          v.refusal, format('a key of %s and a fingerprint of %s: %s', length(v.key), length(v.fingerprint), v.refusal))
  FROM (VALUES ('', sha256('1'), '23514 idempotency_key_length'),
               (repeat('k', 1024), sha256('1'), 'allowed'),
               (repeat('k', 1025), sha256('1'), '23514 idempotency_key_length'),
               ('y', substr(sha256('1'), 1, 15), '23514 idempotency_key_fingerprint_length'),
               ('y', substr(sha256('1'), 1, 16), 'allowed'),
               ('z', sha512('1'), 'allowed'),
               ('y', sha512('1') || '\x00', '23514 idempotency_key_fingerprint_length'))
    AS v (key, fingerprint, refusal);

-- on behalf of others
SELECT test.leave();
SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.client('Dora') AS dora, test.client('Still', active => false) AS still,
       test.service('Portal', 'portal') AS portal, test.service('Importer', 'importer') AS importer \gset
SELECT test.token(:lea) AS lea_hash, test.token(NULL, service_id => :portal) AS portal_hash, test.token(NULL, service_id => :importer) AS importer_hash,
       test.token(NULL, client_id => :cleo) AS cleo_hash, test.token(:ada, scopes => '{tickets:read}') AS reader,
       test.token(:ada, scopes => '{behalf,clients:read}') AS narrow,
       test.token(NULL, service_id => :portal, scopes => '{behalf,tickets:write}') AS narrow_portal, test.ticket(:dora) AS doras \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(to_jsonb(api.enter(v.hash, on_behalf_of => v.on_behalf_of)),
          jsonb_build_object('actor', v.actor, 'agent_id', v.agent_id, 'role', v.role, 'replay', NULL), v.what)
  FROM (VALUES
        (:'ada_hash'::bytea, 'agent:' || :ben, 'agent:' || :ada, :ben::bigint, 'agent', 'an administrator acts for an agent: who has entered, and who acts'),
        (:'ada_hash', 'client:' || :cleo, 'agent:' || :ada, NULL, 'client', 'or for a client'),
        (:'ada_hash', 'agent:' || :root, 'agent:' || :ada, :root, 'admin', 'or for another administrator'),
        (:'portal_hash', 'client:' || :cleo, 'service:' || :portal, NULL, 'client', 'a portal for a client'))
    AS v (hash, on_behalf_of, actor, agent_id, role, what);
SELECT is(test.refusal(format('SELECT api.enter(%L, on_behalf_of => %L)', v.hash, v.on_behalf_of)), v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (:'portal_hash', 'agent:' || :ben, 'a portal for an agent', 'TF403 permission_missing on_behalf_of'),
        (:'importer_hash', 'client:' || :cleo, 'an importer for a client', 'TF403 permission_missing on_behalf_of'),
        (:'lea_hash', 'agent:' || :ben, 'a lead for an agent', 'TF403 permission_missing on_behalf_of'),
        (:'ben_hash', 'client:' || :cleo, 'an agent for a client', 'TF403 permission_missing on_behalf_of'),
        (:'ben_hash', 'agent:' || :ben, 'or for itself', 'TF403 permission_missing on_behalf_of'),
        (:'cleo_hash', 'client:' || :dora, 'a client for another', 'TF403 permission_missing on_behalf_of'),
        (:'reader', 'client:' || :cleo, 'a token without the scope', 'TF403 scope_missing on_behalf_of'),
        (:'ada_hash', 'agent:' || :idle, 'for an agent who is not active', 'TF422 behalf_not_found on_behalf_of'),
        (:'ada_hash', 'agent:' || :gone, 'for a deleted one', 'TF422 behalf_not_found on_behalf_of'),
        (:'ada_hash', 'client:' || :still, 'for a client who is not active', 'TF422 behalf_not_found on_behalf_of'),
        (:'ada_hash', 'client:999999999999999999', 'for one who never was', 'TF422 behalf_not_found on_behalf_of'),
        (:'expired', 'client:' || :cleo, 'with no token', '28000 token_invalid'))
    AS v (hash, on_behalf_of, what, refusal);
SELECT is(test.refusal(format('SELECT api.enter(%L, on_behalf_of => %L)', v.hash, v.on_behalf_of)), 'TF422 behalf_shape on_behalf_of',
          format('refuses on behalf of %s', to_json(v.on_behalf_of)))
  FROM (VALUES
        (:'ada_hash', ''), (:'ada_hash', 'agent'), (:'ada_hash', 'agent:'), (:'ada_hash', 'agent:0'), (:'ada_hash', 'agent:01'), (:'ada_hash', 'agent:-1'),
        (:'ada_hash', 'Agent:1'), (:'ada_hash', ' agent:1'), (:'ada_hash', E'agent:1\n'), (:'ada_hash', 'agent:1,client:1'), (:'ada_hash', 'service:1'),
        (:'ada_hash', 'agent:1000000000000000000'), (:'ada_hash', 'agent:٣'), (:'ben_hash', 'x'))
    AS v (hash, on_behalf_of);

-- with the other's rights and sight
SELECT api.enter(:'ada_hash', 'behalf-1', on_behalf_of => 'client:' || :cleo);
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'whoever acts for a client may not what an administrator may');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :doras)), 'TF404 ticket_not_found id', 'nor sees what the client does not');
SELECT (api.ticket_create('Mouse gone')).id AS mouse \gset
SELECT api.enter(:'portal_hash', 'behalf-2', on_behalf_of => 'client:' || :cleo);
SELECT (api.comment_create(:mouse, 'Found it')).author_client_id AS author \gset
SELECT is(:'author'::bigint, :cleo::bigint, 'what the client says is the client''s');
SELECT api.enter(:'ada_hash', 'behalf-3', on_behalf_of => 'agent:' || :ben);
SELECT is((api.comment_create(:mouse, 'Good')).author_agent_id, :ben::bigint, 'and what the agent says is the agent''s');
SELECT api.enter(:'portal_hash');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :mouse)), 'TF403 permission_missing', 'the next call is the portal''s own again');
SELECT is(test.refusal(format('SELECT api.enter(%L, clock => %L, on_behalf_of => %L)', :'ada_hash', '2012-05-01 08:00:00+00', 'client:' || :cleo)),
          'TF403 permission_missing clock', 'a client does not set the clock, whoever acts for it');

-- within the scopes of the token
SELECT api.enter(:'narrow', on_behalf_of => 'agent:' || :ben);
SELECT is(test.refusal(format('SELECT api.client_get(%s)', :cleo)), 'allowed', 'the token''s scopes allow');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :mouse)), 'TF403 scope_missing', 'and limit whoever it is');
SELECT api.enter(:'narrow_portal', on_behalf_of => 'client:' || :cleo);
SELECT is(test.refusal($$SELECT api.ticket_create('Lamp dark')$$), 'allowed', 'a service''s token, too');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :mouse)), 'TF403 scope_missing', 'which writes, and does not read');

-- nobody becomes an administrator by it
SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{lead,portal}'::text [] WHERE name = 'act_for_agent';
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal(format('SELECT api.enter(%L, on_behalf_of => %L)', v.hash, v.on_behalf_of)), v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (:'lea_hash', 'agent:' || :ben, 'a lead who may act for agents', 'allowed'),
        (:'lea_hash', 'agent:' || :ada, 'does not for an administrator', 'TF403 permission_missing on_behalf_of'),
        (:'portal_hash', 'agent:' || :ben, 'a portal that may act for agents', 'allowed'),
        (:'portal_hash', 'agent:' || :ada, 'does not for an administrator', 'TF403 permission_missing on_behalf_of'))
    AS v (hash, on_behalf_of, what, refusal);
SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{lead}'::text [] WHERE name = 'administrator_manage';
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal(format('SELECT api.enter(%L, on_behalf_of => %L)', :'lea_hash', 'agent:' || :ada)), 'allowed',
          'unless it may manage administrators');

-- idempotency keys are of both together
SELECT is((api.enter(:'portal_hash', key => 'POST b', fingerprint => sha256('1'), on_behalf_of => 'client:' || :cleo)).replay::text, NULL, 'a key of a client, by a portal');
SELECT api.idempotency_keep('POST b', '{"for": "Cleo"}');
SELECT is((api.enter(v.hash::bytea, key => 'POST b', fingerprint => sha256('1'), on_behalf_of => v.on_behalf_of)).replay::text, v.replay, v.what)
  FROM (VALUES
        (:'portal_hash', 'client:' || :cleo, '{"for": "Cleo"}', 'is answered to both'), (:'portal_hash', 'client:' || :dora, NULL, 'not to the portal for another'),
        (:'ada_hash', 'client:' || :cleo, NULL, 'nor to another for the client'), (:'cleo_hash', NULL, NULL, 'nor to the client itself'),
        (:'portal_hash', NULL, NULL, 'nor to the portal'))
    AS v (hash, on_behalf_of, replay, what);

-- in one statement, as the gateway writes it
SELECT is(
    (SELECT (s.r).name
       FROM (SELECT api.client_get(id => :one) AS r FROM api.enter(:'ben_hash') OFFSET 0) AS s), -- noqa: AM09
    'One', 'reads behind the one who enters'
);
SELECT is(test.refusal(format('SELECT pg_temp.make(%L, %L, %L)', :'ben_hash', '1', '')), '23514 client_name_length',
          'refuses what is wrong in the write');
SELECT answer, replayed FROM pg_temp.make(:'ben_hash', '2', 'Wim') \gset first_
SELECT is(:'first_replayed'::boolean, false, 'which rolls the key back: a corrected request may use it again');
SELECT answer, replayed FROM pg_temp.make(:'ben_hash', '2', 'Wim') \gset second_
SELECT is(:'second_replayed'::boolean, true, 'and again');
SELECT is(:'second_answer'::text, :'first_answer'::text, 'for the same answer');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(email => 'w@client.example') AS l), ARRAY['Wim'],
          'and one client');

SELECT test.leave();
SELECT is((SELECT array_agg(row(k.fingerprint, k.answer IS NULL, k.created_at)::text) FROM desk.idempotency_key AS k
            WHERE k.actor = 'agent:' || :ben AND k.key = 'POST /v1/agents k'),
          ARRAY[row(sha256('2'), true, now())::text], 'the table has the key that was entered');
SELECT is((SELECT array_agg(e.request_id::text ORDER BY e.id) FROM desk.event AS e
            WHERE e.entity = 'client' AND e.entity_id IN (:one, :two)),
          ARRAY['Request-7', NULL], 'the journal has the request');
SELECT is((SELECT array_agg(row(e.actor_agent_id, e.database_role, e.happened_at)::text) FROM desk.event AS e
            WHERE e.entity = 'client' AND e.entity_id = :old),
          ARRAY[row(:ada, 'ticketfirst_gateway', '2012-05-01 08:00:00.123456+00'::timestamptz)::text],
          'the agent, and the time by the clock');

SELECT is(
    (SELECT array_agg(concat_ws(' ', e.request_id, e.entity, e.actor_agent_id, e.actor_client_id, e.actor_service_id, 'by', e.by_agent_id, e.by_service_id, e.database_role) ORDER BY e.id)
       FROM desk.event AS e WHERE e.request_id LIKE 'behalf-%' AND e.action = 'create'),
    ARRAY[format('behalf-1 ticket %s by %s ticketfirst_gateway', :cleo, :ada), format('behalf-2 comment %s by %s ticketfirst_gateway', :cleo, :portal),
          format('behalf-3 comment %s by %s ticketfirst_gateway', :ben, :ada)],
    'in whose name, and who did it'
);

SELECT * FROM finish();
ROLLBACK;
