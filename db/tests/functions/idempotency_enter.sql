BEGIN;
SELECT plan(11);

SELECT is(internal.idempotency_enter('agent:1', 'k', sha256('1'))::text, NULL, 'takes a new key');
SELECT is((SELECT array_agg(row(k.key, k.fingerprint, k.answer::text,
          k.created_at)::text) FROM desk.idempotency_key AS k
            WHERE k.actor = 'agent:1'),
          ARRAY[row('k', sha256('1'), NULL, now())::text], 'and keeps it, without an answer');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%L, %L, sha256(%L))', 'agent:1', 'k', '1')),
          'TF409 idempotency_key_unanswered key', 'refuses a key without an answer');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%L, %L, sha256(%L))', 'agent:1', 'k', '2')),
          'TF422 idempotency_key_reused key', 'and the same key with another request first');
UPDATE desk.idempotency_key SET answer = '{ "a":1 }' WHERE actor = 'agent:1';
SELECT is(internal.idempotency_enter('agent:1', 'k', sha256('1'))::text, '{ "a":1 }',
          'gives the first answer, byte for byte');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%L, %L, sha256(%L))', 'agent:1', 'k', '2')),
          'TF422 idempotency_key_reused key', 'but not to another request');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%L, %L, NULL)', 'agent:1', 'k')),
          '23502 idempotency_key_fingerprint_not_null fingerprint', 'nor to no request');
SELECT is(internal.idempotency_enter('client:1', 'k', sha256('2'))::text, NULL, 'another actor''s key is another key');
SELECT is(internal.idempotency_enter('agent:1', 'K', sha256('2'))::text, NULL, 'so is one in capitals');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%L, %L, sha256(%L))', 'agent:1', '', '1')),
          '23514 idempotency_key_length', 'refuses an empty key');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%L, %L, %L)', 'agent:1', 'f', '\x00')),
          '23514 idempotency_key_fingerprint_length', 'refuses a short fingerprint');

SELECT * FROM finish();
ROLLBACK;
