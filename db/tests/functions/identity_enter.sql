BEGIN;
SELECT plan(28);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
INSERT INTO desk.identity (issuer, subject, agent_id, client_id, service_id) VALUES
('https://id.example', 'ben', :ben, NULL, NULL), ('https://id.example', 'cleo', NULL, :cleo, NULL),
('https://id.example', 'portal', NULL, NULL, :portal), ('https://id.example', 'idle', :idle, NULL, NULL),
('https://id.example', 'gone', :gone, NULL, NULL), ('https://id.example', 'ada', :ada, NULL, NULL),
('https://other.example', 'ben', :ada, NULL, NULL);
CREATE FUNCTION pg_temp.signed(said text, key bytea DEFAULT sha256('key')) RETURNS bytea LANGUAGE sql AS $$
    SELECT internal.hmac_sha256(signed.key || decode(repeat('00', 32), 'hex'), convert_to(signed.said, 'UTF8'))
           || convert_to(signed.said, 'UTF8');
$$;
CREATE FUNCTION pg_temp.said(iss text, sub text, seconds integer DEFAULT 30) RETURNS text LANGUAGE sql AS $$
    SELECT jsonb_build_object('iss', said.iss, 'sub', said.sub,
                              'exp', floor(extract(epoch FROM now()))::bigint + said.seconds)::text;
$$;
CREATE FUNCTION pg_temp.enter(assertion bytea) RETURNS text LANGUAGE sql AS $$
    SELECT test.refusal(format('SELECT internal.identity_enter(%L)', enter.assertion));
$$;

SELECT is(pg_temp.enter(pg_temp.signed(pg_temp.said('https://id.example', 'ben'))), '28000 assertion_invalid',
          'without a key nobody enters');
SELECT internal.assertion_key_set(sha256('key'));
SELECT is((internal.identity_enter(pg_temp.signed(pg_temp.said('https://id.example', v.sub)))),
          internal.actor_make(v.agent_id, v.client_id, v.service_id), v.sub || ' enters as who it is')
  FROM (VALUES ('ben', :ben, NULL::bigint, NULL::bigint), ('cleo', NULL, :cleo, NULL), ('portal', NULL, NULL, :portal),
               ('ada', :ada, NULL, NULL))
    AS v (sub, agent_id, client_id, service_id);
SELECT is((internal.identity_enter(pg_temp.signed(pg_temp.said('https://other.example', 'ben')))).agent_id, :ada::bigint,
          'the subject of another issuer is another');
SELECT is(pg_temp.enter(pg_temp.signed(pg_temp.said(v.iss, v.sub))), '28000 identity_unknown', 'refuses ' || v.what)
  FROM (VALUES ('https://id.example', 'nobody', 'an unknown subject'), ('https://id.example', 'Ben', 'one in another case'),
               ('https://id.example/', 'ben', 'an unknown issuer'), ('https://id.example', 'idle', 'an agent who is not active'),
               ('https://id.example', 'gone', 'a deleted agent'), (NULL, 'ben', 'no issuer'),
               ('https://id.example', NULL, 'no subject'))
    AS v (iss, sub, what);

SELECT is(pg_temp.enter(pg_temp.signed(pg_temp.said('https://id.example', 'ben'), sha256('other'))),
          '28000 assertion_invalid', 'refuses another key''s word');
SELECT is(pg_temp.enter(set_byte(v.word, v.at - 1, get_byte(v.word, v.at - 1) # 1)), '28000 assertion_invalid',
          format('refuses a word with another byte %s', v.at))
  FROM (SELECT pg_temp.signed(pg_temp.said('https://id.example', 'ben')) AS word, n AS at
          FROM unnest(ARRAY[1, 32, 33, 60]) AS n) AS v;
SELECT is(pg_temp.enter(sha256(convert_to(v.said, 'UTF8')) || convert_to(v.said, 'UTF8')), '28000 assertion_invalid',
          'a hash without the key is no signature')
  FROM (SELECT pg_temp.said('https://id.example', 'ben') AS said) AS v;
SELECT is(pg_temp.enter(pg_temp.signed(pg_temp.said('https://id.example', 'ben', v.seconds))), v.refusal,
          format('%s seconds before its end: %s', v.seconds, v.refusal))
  FROM (VALUES (-1, '28000 assertion_invalid'), (0, '28000 assertion_invalid'), (2, 'allowed')) AS v (seconds, refusal);
SELECT is(pg_temp.enter(pg_temp.signed('{"iss": "https://id.example", "sub": "ben"}')), '28000 assertion_invalid',
          'a word without an end is none');
SELECT is(pg_temp.enter(NULL), '28000 assertion_invalid', 'nor is nothing');

-- through api.enter, as the gateway
SELECT pg_temp.signed(pg_temp.said('https://id.example', 'cleo')) AS word,
       pg_temp.signed(pg_temp.said('https://id.example', 'cleo'), sha256('other')) AS forged \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.enter(:'word')).actor, 'client:' || :'cleo', 'the gateway''s word lets the caller in');
SELECT is((api.me()).client_id, :cleo::bigint, 'who is the client then');
SELECT is(test.refusal(format('SELECT api.enter(%L)', :'forged')), '28000 assertion_invalid', 'but no other word');
SELECT test.leave();
SELECT internal.assertion_key_set(sha256('new'));
SELECT is(pg_temp.enter(:'word'), '28000 assertion_invalid', 'and not after the key was changed');

SELECT * FROM finish();
ROLLBACK;
