BEGIN;
SELECT plan(11);

SELECT matches(internal.seal('x'), '^[0-9a-f]{64}$', 'is 64 hexadecimal digits');
SELECT is(internal.seal('x'), internal.seal('x'), 'the same in one transaction');
SELECT is(
    (SELECT count(DISTINCT internal.seal(v.payload)) FROM (VALUES (''), ('x'), ('X'), ('x '), ('é'), (repeat('x', 10000))) AS v (payload)),
    6::bigint, 'another for each text'
);
SELECT is(internal.seal(NULL), NULL, 'none of nothing, and so nobody''s');
SELECT is(
    internal.seal('é'),
    (SELECT encode(sha256(s.value || int4send(pg_backend_pid()) || timestamptz_send(now()) || convert_to(session_user || ':é', 'UTF8')), 'hex')
       FROM desk.secret AS s WHERE s.name = 'seal'),
    'of the key, the backend, the transaction''s start, the login role and the text'
);
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$SELECT internal.seal('x')$$;
SELECT pg_temp.ask() AS mine \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT isnt(pg_temp.ask(), :'mine'::text, 'another login role has another');
SELECT test.leave();
SET LOCAL ROLE ticketfirst_owner;
SELECT is(internal.seal('x'), :'mine'::text, 'another role of the moment has not');
RESET ROLE;
UPDATE desk.secret SET value = sha256('another') WHERE name = 'seal';
SELECT isnt(internal.seal('x'), :'mine'::text, 'another key gives another');
DELETE FROM desk.secret WHERE name = 'seal';
SELECT is(internal.seal('x'), NULL, 'without a key there is none, and nobody enters');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.seal'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.seal(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
