BEGIN;
SELECT plan(21);


SELECT is(test.refusal(format('INSERT INTO desk.idempotency_key (actor, key, fingerprint, answer)
                               VALUES (%L, %L, %L, %L)', v.actor, v.key, v.fingerprint, v.answer)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (NULL, 'k', sha256('1'), NULL, 'no actor', '23502 idempotency_key_actor_not_null actor'),
        ('agent:1', NULL, sha256('1'), NULL, 'no key', '23502 idempotency_key_key_not_null key'),
        ('agent:1', '', sha256('1'), NULL, 'a key of 0 characters', '23514 idempotency_key_length'),
        ('agent:1', 'k', sha256('1'), NULL, 'a key of 1 character', 'allowed'),
        ('agent:1', repeat('k', 1024), sha256('1'), NULL, 'a key of 1,024 characters', 'allowed'),
        ('agent:1', repeat('õ', 1024), sha256('1'), NULL, 'a key of 1,024 letters of two bytes', 'allowed'),
        ('agent:1', repeat('k', 1025), sha256('1'), NULL, 'a key of 1,025 characters', '23514 idempotency_key_length'),
        ('agent:1', 'k', sha256('2'), NULL, 'the same key again', '23505 idempotency_key_pkey'),
        ('agent:1', 'K', sha256('2'), NULL, 'the same key in capitals', 'allowed'),
        ('client:1 by agent:1', 'k', sha256('2'), NULL, 'the same key of another actor', 'allowed'),
        ('agent:1', 'f', NULL, NULL, 'no fingerprint', '23502 idempotency_key_fingerprint_not_null fingerprint'),
        ('agent:1', 'f', substr(sha256('1'), 1, 15), NULL, 'a fingerprint of 15 bytes',
         '23514 idempotency_key_fingerprint_length'),
        ('agent:1', 'f16', substr(sha256('1'), 1, 16), NULL, 'a fingerprint of 16 bytes', 'allowed'),
        ('agent:1', 'f64', sha512('1'), NULL, 'a fingerprint of 64 bytes', 'allowed'),
        ('agent:1', 'f', sha512('1') || '\x00'::bytea, NULL, 'a fingerprint of 65 bytes',
         '23514 idempotency_key_fingerprint_length'),
        ('agent:1', 'a', sha256('1'), '{ "b":1, "a":1 }', 'an answer', 'allowed'),
        ('agent:1', 'b', sha256('1'), '{', 'an answer that is no JSON', '22P02'))
    AS v (actor, key, fingerprint, answer, what, refusal);
SELECT is((SELECT k.answer::text FROM desk.idempotency_key AS k WHERE k.actor = 'agent:1' AND k.key = 'a'),
          '{ "b":1, "a":1 }',
          'an answer is kept byte for byte');

SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
INSERT INTO desk.idempotency_key (actor, key, fingerprint) VALUES ('agent:1', 'now', sha256('1'));
SELECT set_config('ticketfirst.clock', '', true);
SELECT is((SELECT k.created_at FROM desk.idempotency_key AS k WHERE k.actor = 'agent:1' AND k.key = 'now'), now(),
          'a key is dated by the server''s clock');
SELECT policies_are('desk', 'idempotency_key', ARRAY['idempotency_key_owner'], 'its policies');
SELECT table_privs_are('desk', 'idempotency_key', 'ticketfirst_api', ARRAY[]::text[], 'the public functions do not touch the table');

SELECT * FROM finish();
ROLLBACK;
