BEGIN;
SELECT plan(21);

SELECT is((SELECT count(*) FROM desk.secret AS s WHERE s.name = 'seal'), 1::bigint, 'every database has a key for its seal');
SELECT is((SELECT length(s.value) FROM desk.secret AS s WHERE s.name = 'seal'), 32, 'of 256 bits');
SELECT isnt((SELECT s.value FROM desk.secret AS s WHERE s.name = 'seal'), decode(repeat('00', 32), 'hex'), 'that are not all the same');
DELETE FROM desk.secret;
SELECT is(test.refusal(format('INSERT INTO desk.secret (name, value) VALUES (%L, %L)', v.name, v.value)), v.refusal,
          v.what || ': ' || v.refusal)
  FROM (VALUES
        ('seal', sha256('1'), 'a key of 32 bytes', 'allowed'),
        ('seal', sha256('2'), 'another of the same name', '23505 secret_pkey'),
        ('assertion', sha256('1'), 'a key of the other name', 'allowed'),
        ('Seal', sha256('1'), 'another name', '23514 secret_name_known'),
        ('', sha256('1'), 'an empty name', '23514 secret_name_known'),
        (NULL, sha256('1'), 'no name', '23502 secret_name_not_null name'),
        ('seal', NULL, 'no key', '23502 secret_value_not_null value'),
        ('seal', substr(sha256('1'), 1, 31), 'a key of 31 bytes', '23514 secret_value_length'),
        ('seal', sha256('1') || '\x00'::bytea, 'a key of 33 bytes', '23514 secret_value_length'),
        ('seal', ''::bytea, 'an empty key', '23514 secret_value_length'))
    AS v (name, value, what, refusal);

-- who may touch the table
SELECT table_privs_are('desk', 'secret', r.role, ARRAY[]::text[], r.role || ' may not touch the table')
  FROM (VALUES ('ticketfirst_api'), ('ticketfirst_gateway'), ('ticketfirst_service')) AS r (role);
SELECT is_empty(
    $$SELECT f.oid::regprocedure FROM pg_proc AS f
       WHERE f.pronamespace = 'api'::regnamespace AND f.prosrc ~ 'desk\.secret'$$,
    'no public function reads it'
);
SELECT set_eq(
    $$SELECT f.proname::text FROM pg_proc AS f
       WHERE f.pronamespace = 'internal'::regnamespace AND f.prosrc ~ 'desk\.secret'$$,
    ARRAY['assertion_key_set', 'identity_enter', 'seal_key'], 'these do'
);
SELECT is_empty(
    $$SELECT f.oid::regprocedure, a.grantee::regrole FROM pg_proc AS f CROSS JOIN aclexplode(f.proacl) AS a
       WHERE f.proname IN ('assertion_key_set', 'identity_enter', 'seal_key', 'seal', 'hmac_sha256')
         AND a.grantee <> 'ticketfirst_owner'::regrole$$,
    'which are the owner''s alone'
);
SELECT policies_are('desk', 'secret', ARRAY['secret_owner'], 'its policies');
SELECT is(
    (SELECT ARRAY[c.relrowsecurity, c.relforcerowsecurity] FROM pg_class AS c WHERE c.oid = 'desk.secret'::regclass),
    ARRAY[true, true], 'row security is on, for the owner too'
);

SELECT * FROM finish();
ROLLBACK;
