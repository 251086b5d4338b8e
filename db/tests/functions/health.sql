BEGIN;
SELECT plan(5);

SELECT test.agent('Ada', 'admin') AS ada \gset
SELECT test.token(:ada) AS hash \gset

SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.health()).status, 'ok', 'answers whoever asks');
SELECT is((api.health()).postgresql, current_setting('server_version'), 'with PostgreSQL''s version');
SELECT is((api.health()).checked_at, now(), 'and the server''s clock');
SELECT is((api.enter(:'hash', clock => '2012-05-01 08:00:00+00')).role, 'admin', 'an administrator sets another clock');
SELECT is((api.health()).checked_at, now(), 'which the answer does not heed');

SELECT * FROM finish();
ROLLBACK;
