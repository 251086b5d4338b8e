BEGIN;
SET LOCAL transaction_isolation = 'serializable';
SELECT test.refusal('SELECT internal.isolation_require()') AS serializable \gset
ROLLBACK;
BEGIN;
SET LOCAL transaction_isolation = 'read uncommitted';
SELECT test.refusal('SELECT internal.isolation_require()') AS read_uncommitted \gset
ROLLBACK;
BEGIN;
SET LOCAL transaction_isolation = 'read committed';
SELECT test.refusal('SELECT internal.isolation_require()') AS read_committed \gset
ROLLBACK;

BEGIN;
SET LOCAL transaction_isolation = 'repeatable read';
SELECT plan(16);

SELECT is(:'read_committed'::text, 'allowed', 'lets READ COMMITTED pass');
SELECT is(:'read_uncommitted'::text, 'allowed', 'and READ UNCOMMITTED, which is the same');
SELECT is(:'serializable'::text, 'TF400 isolation_read_committed', 'refuses SERIALIZABLE');
SELECT is(test.refusal('SELECT internal.isolation_require()'), 'TF400 isolation_read_committed', 'and REPEATABLE READ');
SELECT throws_ok('SELECT internal.isolation_require()', 'TF400',
                 'this needs isolation level READ COMMITTED, not REPEATABLE READ', 'and says which it found');

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.client('Cleo') AS cleo \gset
SELECT is(test.refusal(format('UPDATE desk.client SET deleted_at = now() WHERE id = %s', :cleo)),
          'TF400 isolation_read_committed', 'so a client is not deleted there');
SELECT is(test.refusal(format('UPDATE desk.agent SET deleted_at = now() WHERE id = %s', :ben)),
          'TF400 isolation_read_committed', 'nor an agent');
SELECT is(test.refusal(format('UPDATE desk.agent SET active = false WHERE id = %s', :ben)),
          'TF400 isolation_read_committed', 'nor deactivated');
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :cleo)), 'TF400 isolation_read_committed',
          'not by api.client_delete either');
SELECT is(test.refusal(format('SELECT api.agent_delete(%s)', :ben)), 'TF400 isolation_read_committed',
          'nor by api.agent_delete');
SELECT is(test.refusal(format($$SELECT api.agent_update(%s, '{"active": false}')$$, :ben)),
          'TF400 isolation_read_committed',
          'nor by api.agent_update');
SELECT is((api.agent_update(:ben, '{"name": "Benno"}')).name, 'Benno', 'other changes pass');
SELECT is((api.client_update(:cleo, '{"active": false}')).active, false, 'a client is deactivated');
SELECT is((api.agent_update(:idle, '{"name": "Idler"}')).name, 'Idler', 'also of an agent who is not active');
SELECT is((api.agent_update(:idle, '{"active": true}')).active, true, 'an agent activated');
SELECT is((api.client_create('Dora', 'dora@client.example')).name, 'Dora', 'a client made');

SELECT * FROM finish();
ROLLBACK;
