BEGIN;
SELECT plan(11);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben \gset

SELECT is(internal.idempotency_enter(:ada, 'k', sha256('1'))::text, NULL, 'takes a new key');
SELECT is((SELECT array_agg(row(k.key, k.fingerprint, k.answer::text,
          k.created_at)::text) FROM desk.idempotency_key AS k
            WHERE k.agent_id = :ada),
          ARRAY[row('k', sha256('1'), NULL, now())::text], 'and keeps it, without an answer');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%s, %L, sha256(%L))', :ada, 'k', '1')),
          'TF409 idempotency_key_unanswered key', 'refuses a key without an answer');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%s, %L, sha256(%L))', :ada, 'k', '2')),
          'TF422 idempotency_key_reused key', 'and the same key with another request first');
UPDATE desk.idempotency_key SET answer = '{ "a":1 }' WHERE agent_id = :ada;
SELECT is(internal.idempotency_enter(:ada, 'k', sha256('1'))::text, '{ "a":1 }',
          'gives the first answer, byte for byte');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%s, %L, sha256(%L))', :ada, 'k', '2')),
          'TF422 idempotency_key_reused key', 'but not to another request');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%s, %L, NULL)', :ada, 'k')),
          '23502 idempotency_key_fingerprint_not_null fingerprint', 'nor to no request');
SELECT is(internal.idempotency_enter(:ben, 'k', sha256('2'))::text, NULL, 'another agent''s key is another key');
SELECT is(internal.idempotency_enter(:ada, 'K', sha256('2'))::text, NULL, 'so is one in capitals');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%s, %L, sha256(%L))', :ada, '', '1')),
          '23514 idempotency_key_length', 'refuses an empty key');
SELECT is(test.refusal(format('SELECT internal.idempotency_enter(%s, %L, %L)', :ada, 'f', '\x00')),
          '23514 idempotency_key_fingerprint_length', 'refuses a short fingerprint');

SELECT * FROM finish();
ROLLBACK;
