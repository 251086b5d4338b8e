BEGIN;
SELECT plan(21);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben \gset

SELECT is(test.refusal(format('INSERT INTO desk.idempotency_key (agent_id, key, fingerprint, answer)
                               VALUES (%L, %L, %L, %L)', v.agent_id, v.key, v.fingerprint, v.answer)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (NULL, 'k', sha256('1'), NULL, 'no agent', '23502 idempotency_key_agent_id_not_null agent_id'),
        ('0', 'k', sha256('1'), NULL, 'an agent who never was', '23503 idempotency_key_agent_id_fkey'),
        (:'ada', NULL, sha256('1'), NULL, 'no key', '23502 idempotency_key_key_not_null key'),
        (:'ada', '', sha256('1'), NULL, 'a key of 0 characters', '23514 idempotency_key_length'),
        (:'ada', 'k', sha256('1'), NULL, 'a key of 1 character', 'allowed'),
        (:'ada', repeat('k', 1024), sha256('1'), NULL, 'a key of 1,024 characters', 'allowed'),
        (:'ada', repeat('õ', 1024), sha256('1'), NULL, 'a key of 1,024 letters of two bytes', 'allowed'),
        (:'ada', repeat('k', 1025), sha256('1'), NULL, 'a key of 1,025 characters', '23514 idempotency_key_length'),
        (:'ada', 'k', sha256('2'), NULL, 'the same key again', '23505 idempotency_key_pkey'),
        (:'ada', 'K', sha256('2'), NULL, 'the same key in capitals', 'allowed'),
        (:'ben', 'k', sha256('2'), NULL, 'the same key of another agent', 'allowed'),
        (:'ada', 'f', NULL, NULL, 'no fingerprint', '23502 idempotency_key_fingerprint_not_null fingerprint'),
        (:'ada', 'f', substr(sha256('1'), 1, 15), NULL, 'a fingerprint of 15 bytes',
         '23514 idempotency_key_fingerprint_length'),
        (:'ada', 'f16', substr(sha256('1'), 1, 16), NULL, 'a fingerprint of 16 bytes', 'allowed'),
        (:'ada', 'f64', sha512('1'), NULL, 'a fingerprint of 64 bytes', 'allowed'),
        (:'ada', 'f', sha512('1') || '\x00'::bytea, NULL, 'a fingerprint of 65 bytes',
         '23514 idempotency_key_fingerprint_length'),
        (:'ada', 'a', sha256('1'), '{ "b":1, "a":1 }', 'an answer', 'allowed'),
        (:'ada', 'b', sha256('1'), '{', 'an answer that is no JSON', '22P02'))
    AS v (agent_id, key, fingerprint, answer, what, refusal);
SELECT is((SELECT k.answer::text FROM desk.idempotency_key AS k WHERE k.agent_id = :ada AND k.key = 'a'),
          '{ "b":1, "a":1 }',
          'an answer is kept byte for byte');

SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
INSERT INTO desk.idempotency_key (agent_id, key, fingerprint) VALUES (:ada, 'now', sha256('1'));
SELECT set_config('ticketfirst.clock', '', true);
SELECT is((SELECT k.created_at FROM desk.idempotency_key AS k WHERE k.agent_id = :ada AND k.key = 'now'), now(),
          'a key is dated by the server''s clock');
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ada)), '23503 idempotency_key_agent_id_fkey',
          'idempotency_key_agent_id_fkey: an agent with keys cannot be purged');

SELECT * FROM finish();
ROLLBACK;
