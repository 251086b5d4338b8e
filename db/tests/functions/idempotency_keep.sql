BEGIN;
SELECT plan(36);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal \gset
SELECT test.token(:ada) AS ada_hash, test.token(:ben) AS ben_hash, test.token(:cal) AS cal_hash \gset
-- What is given to whoever repeats a request.
CREATE FUNCTION pg_temp.kept(hash bytea, answer text) RETURNS text LANGUAGE sql AS $$
    SELECT api.enter(kept.hash, key => kept.answer, fingerprint => sha256('1'));
    SELECT api.idempotency_keep(kept.answer, kept.answer::json);
    SELECT (api.enter(kept.hash, key => kept.answer, fingerprint => sha256('1'))).replay::text;
$$;
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;

SELECT is(test.refusal($$SELECT api.idempotency_keep('k', '{}')$$), '28000 actor_unknown',
          'refuses whoever has not entered');
SELECT is((api.enter(:'ben_hash')).role, 'agent', 'Ben enters without a key');
SELECT is(test.refusal($$SELECT api.idempotency_keep('k', '{}')$$), 'TF409 idempotency_key_not_entered key',
          'refuses a key that was not entered');
SELECT is(api.idempotency_keep(NULL, ' {"a" : 1} ')::text, ' {"a" : 1} ', 'without a key it gives the answer back');

SELECT is((api.enter(:'ben_hash', key => 'k', fingerprint => sha256('1'))).replay::text, NULL, 'Ben enters with a key');
SELECT is(test.refusal($$SELECT api.idempotency_keep('K', '{}')$$), 'TF409 idempotency_key_not_entered key',
          'refuses any other key');
SELECT is(api.idempotency_keep('k', ' {"b" : 1.0, "a":[ ], "b":"\u00e4", "secret":null}')::text,
          ' {"b" : 1.0, "a":[ ], "b":"\u00e4", "secret":null}', 'gives the answer back as it was');
SELECT is(test.refusal($$SELECT api.idempotency_keep('k', '{}')$$), 'TF409 idempotency_key_not_entered key',
          'refuses a second answer');
SELECT is((api.enter(:'cal_hash')).agent_id, :cal::bigint, 'Cal enters without a key');
SELECT is(test.refusal($$SELECT api.idempotency_keep('k', '{}')$$), 'TF409 idempotency_key_not_entered key',
          'and cannot answer another agent''s');

SELECT is(pg_temp.kept(:'ben_hash', v.answer), v.answer, 'an answer may be ' || v.answer)
  FROM (VALUES ('[1, 2]'), ('"text"'), ('null'), ('[{"secret": "x"}]')) AS v (answer);

SELECT is((api.enter(:'ben_hash', key => 'first', fingerprint => sha256('1'))).role, 'agent', 'Ben enters with a key');
SELECT is((api.enter(:'ben_hash', key => 'second', fingerprint => sha256('1'))).role, 'agent', 'and with another');
SELECT is(test.refusal($$SELECT api.idempotency_keep('first', '{}')$$), 'TF409 idempotency_key_not_entered key',
          'only the last is to be answered');
SELECT is(test.refusal($$SELECT api.idempotency_keep('second', '{}')$$), 'allowed', 'and that it is');

-- two agents at once, with one key
SELECT test.leave();
INSERT INTO desk.idempotency_key (actor, key, fingerprint) VALUES ('agent:' || :cal, 'shared', sha256('1'));
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.enter(:'ben_hash', key => 'shared', fingerprint => sha256('1'))).agent_id, :ben::bigint, 'Ben enters');
SELECT is(api.idempotency_keep('shared', '{"for": "Ben"}')::text, '{"for": "Ben"}', 'and is answered');
SELECT is(test.refusal(format('SELECT api.enter(%L, key => %L, fingerprint => sha256(%L))', :'cal_hash', 'shared',
          '1')),
          'TF409 idempotency_key_unanswered key', 'which is no answer for Cal');
SELECT test.leave();
DELETE FROM desk.idempotency_key WHERE actor = 'agent:' || :cal;
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;

-- secrets
SELECT is((api.enter(:'ada_hash', key => 'token', fingerprint => sha256('1'))).agent_id, :ada::bigint,
          'Ada makes a token');
SELECT api.idempotency_keep('token', to_json(api.token_create(:ben, 'Laptop'))) AS answer \gset
SELECT matches(:'answer'::json ->> 'secret', '^tf_[0-9a-f]{64}$', 'and is shown its secret');
SELECT (api.enter(:'ada_hash', key => 'token', fingerprint => sha256('1'))).replay AS replay \gset
SELECT is(:'replay'::jsonb, jsonb_set(:'answer'::jsonb, '{secret}', 'null'), 'but not a second time');
SELECT is((SELECT array_agg(k.key) FROM json_object_keys(:'replay') AS k (key)),
          (SELECT array_agg(k.key) FROM json_object_keys(:'answer') AS k (key)), 'all else is there, in its order');

-- a key that an earlier transaction has entered and never answered
SELECT test.leave();
INSERT INTO desk.idempotency_key (actor, key, fingerprint) VALUES ('agent:' || :ben, 'lost', sha256('1'));
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.enter(:'ben_hash')).agent_id, :ben::bigint, 'a key of Ben''s was never answered');
SELECT is(test.refusal($$SELECT api.idempotency_keep('lost', '{}')$$), 'TF409 idempotency_key_not_entered key',
          'refuses to answer it now: Ben has not entered with it');

-- housekeeping
SELECT test.leave();
SELECT is((SELECT array_agg(k.answer::text) FROM desk.idempotency_key AS k WHERE k.actor = 'agent:' || :ben AND k.key = 'k'),
          ARRAY[' {"b" : 1.0, "a":[ ], "b":"\u00e4", "secret":null}'], 'the table has the answer, byte for byte');
SELECT is((SELECT count(*) FROM desk.idempotency_key AS k WHERE k.answer::text LIKE '%tf\_%'), 0::bigint,
          'and no secret');
INSERT INTO desk.idempotency_key (actor, key, fingerprint, answer, created_at)
SELECT 'agent:' || :cal AS actor, v.age AS key, sha256('1') AS fingerprint, '{}' AS answer, now() - v.age::interval AS created_at
  FROM (VALUES ('23 hours'), ('24 hours'), ('24 hours 1 second'), ('3 days'), ('2 days')) AS v (age);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.enter(:'ada_hash', key => 'p1', fingerprint => sha256('1'), clock => '2000-01-01')).role, 'admin',
          'a new key');
SELECT is(api.idempotency_keep('p1', '{}')::text, '{}', 'is answered');
SELECT test.leave();
SELECT is((SELECT array_agg(k.key ORDER BY k.created_at) FROM desk.idempotency_key AS k WHERE k.actor = 'agent:' || :cal),
          ARRAY['24 hours 1 second', '24 hours', '23 hours'],
          'which clears the two oldest keys away, by the server''s clock');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.enter(:'ada_hash', key => 'p2', fingerprint => sha256('1'), clock => '2200-01-01')).role, 'admin',
          'the next');
SELECT is(api.idempotency_keep('p2', '{}')::text, '{}', 'is answered');
SELECT test.leave();
SELECT is((SELECT array_agg(k.key ORDER BY k.created_at) FROM desk.idempotency_key AS k WHERE k.actor = 'agent:' || :cal),
          ARRAY['24 hours', '23 hours'], 'which clears those older than 24 hours away, and no others');
SELECT pg_stat_get_xact_numscans('desk.idempotency_key'::regclass) AS scans \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT api.enter(:'ada_hash', key => 'p3', fingerprint => sha256('1'));
SELECT api.idempotency_keep('p3', '{}');
SELECT test.leave();
SELECT is(pg_stat_get_xact_numscans('desk.idempotency_key'::regclass), :scans::bigint,
          'and never reads all keys, though there were few when its plans were made');

SELECT * FROM finish();
ROLLBACK;
