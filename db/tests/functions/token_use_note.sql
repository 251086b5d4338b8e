BEGIN;
SELECT plan(6);

SELECT test.agent('Ada') AS ada \gset
SELECT test.token(:ada) AS hash \gset
SELECT t.id AS token FROM desk.api_token AS t \gset

SELECT internal.token_use_note(:token);
SELECT is((SELECT u.last_used_at FROM desk.token_use AS u WHERE u.token_id = :token), now(), 'notes the first use');
UPDATE desk.token_use SET last_used_at = '2020-01-01 00:00:00+00';
SELECT internal.token_use_note(:token);
SELECT is((SELECT array_agg(u.last_used_at) FROM desk.token_use AS u), ARRAY[now()], 'and each later one in its place');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
UPDATE desk.token_use SET last_used_at = '2020-01-01 00:00:00+00';
SELECT internal.token_use_note(:token);
SELECT is((SELECT u.last_used_at FROM desk.token_use AS u), now(), 'by the server''s clock, whatever time is set');
SELECT set_config('ticketfirst.clock', '', true);
SELECT is(test.refusal('SELECT internal.token_use_note(0)'), '23503 token_use_token_id_fkey',
          'refuses a token that never was');

UPDATE desk.token_use SET last_used_at = '2020-01-01 00:00:00+00';
SAVEPOINT reading;
SET TRANSACTION READ ONLY;
SELECT is(test.refusal(format('SELECT internal.token_use_note(%s)', :token)), 'allowed',
          'a transaction that must not write goes on');
SELECT is((SELECT u.last_used_at FROM desk.token_use AS u), '2020-01-01 00:00:00+00'::timestamptz, 'and writes nothing');
ROLLBACK TO SAVEPOINT reading;

SELECT * FROM finish();
ROLLBACK;
