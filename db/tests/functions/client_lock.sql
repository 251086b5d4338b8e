BEGIN;
SELECT plan(25);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset
SELECT test.client('Cleo') AS live, test.client('Gone') AS gone \gset
UPDATE desk.client SET name = 'Clio' WHERE id = :live;
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;
SELECT test.client('Dora') AS fresh, test.service('Portal', 'portal') AS portal \gset
CREATE FUNCTION pg_temp.lock(id bigint, if_version integer DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS desk.client LANGUAGE sql SECURITY DEFINER
AS $$SELECT internal.client_lock($1, $2, internal.actor(), 'client_update', $3)$$;
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;
-- The same as whoever asks.
CREATE FUNCTION pg_temp.take(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.client LANGUAGE sql
AS $$SELECT internal.client_lock($1, $2, internal.actor(), 'client_update', $3)$$;

SELECT is(pg_temp.take(:live, NULL), (SELECT t FROM desk.client AS t WHERE t.id = :live), 'returns the row');
SELECT is((SELECT t.xmax::text FROM desk.client AS t WHERE t.id = :fresh), '0', 'where nobody has locked it');
SELECT is((pg_temp.take(:fresh, 1)).id, :fresh::bigint, 'it is taken');
SELECT isnt((SELECT t.xmax::text FROM desk.client AS t WHERE t.id = :fresh), '0', 'and locked from then on');
SELECT is((pg_temp.take(:live, 2)).version, 2, 'goes on from the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, %s)', :live, v.version)),
          'TF412 client_version_stale if_version',
          'refuses version ' || v.version)
  FROM (VALUES (0), (1), (3)) AS v (version);
SELECT throws_ok(format('SELECT pg_temp.take(%s, 1)', :live), 'TF412',
                 format('client %s has version 2, not 1', :live), 'and says which it has');
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, NULL)', :gone)), 'TF404 client_not_found id',
          'a deleted row is not there');
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, 1)', :gone)), 'TF404 client_not_found id',
          'whichever version was seen');
SELECT is((pg_temp.take(:gone, NULL, deleted => true)).id, :gone::bigint, 'unless it will do');
SELECT is((pg_temp.take(:gone, 2, deleted => true)).version, 2, 'in the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, 1, deleted => true)', :gone)),
          'TF412 client_version_stale if_version', 'and in no other');
SELECT is((pg_temp.take(:live, NULL, deleted => true)).id, :live::bigint, 'a live row will do too');
SELECT is(test.refusal('SELECT pg_temp.take(0, NULL)'), 'TF404 client_not_found id',
          'one that never was is not there');
SELECT is(test.refusal('SELECT pg_temp.take(NULL, NULL, true)'), 'TF404 client_not_found id', 'nor no id');

-- under the caller's policies
SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:live)).id, :live::bigint, 'an administrator may lock it');
SELECT test.enter_as(:ben);
SELECT is((pg_temp.lock(:live)).id, :live::bigint, 'so may an agent');
SELECT test.enter_as(:ben, scopes => '{clients:read}');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 scope_missing', 'but not with a token that only reads');
SELECT test.enter_as_client(:live);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing', 'a client sees itself and may not');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :fresh)), 'TF404 client_not_found id', 'others are not there for it');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing', 'a portal sees clients and may not');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), '28000 actor_unknown', 'nobody may not');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), '28000 actor_unknown', 'and is not told which ids there are');

SELECT * FROM finish();
ROLLBACK;
