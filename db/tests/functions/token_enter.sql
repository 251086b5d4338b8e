BEGIN;
SELECT plan(22);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.client('Off', active => false) AS off,
       test.service('Portal', 'portal') AS portal, test.service('Shut', 'portal') AS shut \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.service SET active = false WHERE id = :shut;
SELECT test.token(:ben) AS ben_token, test.token(:ada, scopes => '{tickets:read}') AS limited, test.token(:idle) AS idle_token,
       test.token(:gone) AS gone_token, test.token(NULL, :cleo) AS cleo_token, test.token(NULL, :off) AS off_token,
       test.token(NULL, service_id => :portal) AS portal_token, test.token(NULL, service_id => :shut) AS shut_token,
       test.token(:ben) AS revoked, test.token(:ben) AS expired, test.token(:ben) AS later \gset
UPDATE desk.api_token SET deleted_at = now() WHERE token_hash = sha256(:'revoked');
UPDATE desk.api_token SET expires_at = now() WHERE token_hash = sha256(:'expired');
UPDATE desk.api_token SET expires_at = now() + interval '1 microsecond' WHERE token_hash = sha256(:'later');

SELECT is(internal.token_enter(:'ben_token'), internal.actor_make(:ben, NULL, NULL), 'an agent''s token is the agent');
SELECT is(internal.token_enter(:'cleo_token'), internal.actor_make(NULL, :cleo, NULL), 'a client''s the client');
SELECT is(internal.token_enter(:'portal_token'), internal.actor_make(NULL, NULL, :portal), 'a service''s the service');
SELECT is(row((internal.token_enter(:'limited')).role, (internal.token_enter(:'limited')).scopes)::text,
          row('admin', '{tickets:read}')::text, 'with its scopes');
SELECT is((internal.token_enter(:'later')).agent_id, :ben::bigint, 'it opens until it ends');
SELECT is(test.refusal(format('SELECT internal.token_enter(%L)', v.hash)), '28000 token_invalid', 'refuses ' || v.what)
  FROM (VALUES (:'revoked', 'a revoked token'), (:'expired', 'one that has ended'),
               (:'idle_token', 'that of an agent who is not active'), (:'gone_token', 'of a deleted agent'),
               (:'off_token', 'of a client who is not active'), (:'shut_token', 'of a service that is not active'),
               (sha256('unknown')::text, 'an unknown one'), ('', 'nothing'), (NULL, 'NULL'))
    AS v (hash, what);
SELECT is(test.refusal(format('SELECT internal.token_enter(%L)', t.token_hash)), '28000 token_invalid',
          'what stands in the table opens nothing')
  FROM desk.api_token AS t WHERE t.agent_id = :ben AND t.deleted_at IS NULL AND t.expires_at IS NULL;

-- when it was used
SELECT t.id AS token FROM desk.api_token AS t WHERE t.token_hash = sha256(:'ben_token') \gset
SELECT is((SELECT u.last_used_at FROM desk.token_use AS u WHERE u.token_id = :token), now(), 'notes when it was used');
SELECT is((SELECT count(*) FROM desk.token_use AS u JOIN desk.api_token AS t ON t.id = u.token_id
            WHERE t.token_hash IN (sha256(:'revoked'), sha256(:'expired'), sha256(:'idle_token'))), 0::bigint,
          'but no use of what opens nothing');
UPDATE desk.token_use SET last_used_at = now() - interval '60 seconds' WHERE token_id = :token;
SELECT u.ctid AS place FROM desk.token_use AS u WHERE u.token_id = :token \gset
SELECT is((internal.token_enter(:'ben_token')).agent_id, :ben::bigint, 'used again within the minute');
SELECT is((SELECT u.ctid FROM desk.token_use AS u WHERE u.token_id = :token), :'place'::tid, 'the row is not written again');
UPDATE desk.token_use SET last_used_at = now() - interval '60.001 seconds' WHERE token_id = :token;
SELECT is((internal.token_enter(:'ben_token')).agent_id, :ben::bigint, 'and after it');
SELECT is((SELECT u.last_used_at FROM desk.token_use AS u WHERE u.token_id = :token), now(), 'it is');
SELECT is((SELECT row(t.version, t.updated_at)::text FROM desk.api_token AS t WHERE t.id = :token), row(1, now())::text,
          'the token itself does not change');

SELECT * FROM finish();
ROLLBACK;
