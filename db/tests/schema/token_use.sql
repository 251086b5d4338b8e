BEGIN;
SELECT plan(8);

SELECT test.agent('Ada') AS ada \gset
SELECT test.token(:ada) AS hash \gset
SELECT t.id AS token FROM desk.api_token AS t \gset

SELECT is(test.refusal(format('INSERT INTO desk.token_use (token_id) VALUES (%L)', v.token_id)), v.refusal,
          v.what || ': ' || v.refusal)
  FROM (VALUES (:'token', 'the use of a token', 'allowed'), (:'token', 'another row of it', '23505 token_use_pkey'),
               ('0', 'that of a token that never was', '23503 token_use_token_id_fkey'),
               (NULL, 'that of no token', '23502 token_use_token_id_not_null token_id'))
    AS v (token_id, what, refusal);
SELECT is((SELECT u.last_used_at FROM desk.token_use AS u), now(), 'it is now, unless told');
SELECT is(test.refusal('UPDATE desk.token_use SET last_used_at = NULL'), '23502 token_use_last_used_at_not_null last_used_at',
          'and some time');
SELECT is(test.refusal('DELETE FROM desk.api_token'), 'allowed', 'a token can be purged');
SELECT is((SELECT count(*) FROM desk.token_use), 0::bigint, 'token_use_token_id_fkey: its use goes with it');

SELECT * FROM finish();
ROLLBACK;
