BEGIN;
SELECT plan(23);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Live', 'portal') AS live, test.service('Gone', 'monitor') AS gone \gset
UPDATE desk.service SET name = 'Alive' WHERE id = :live;
UPDATE desk.service SET deleted_at = now() WHERE id = :gone;
SELECT test.service('Fresh', 'portal') AS fresh \gset
CREATE FUNCTION pg_temp.lock(
    id bigint, if_version integer DEFAULT NULL, deleted boolean DEFAULT false, permission text DEFAULT 'service_update'
)
RETURNS desk.service LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.service_lock($1, $2, internal.actor(), $4, $3)';
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;

SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:live)).name, 'Alive', 'returns the row');
SELECT is((pg_temp.lock(:fresh, 1)).id, :fresh::bigint, 'it is taken');
SELECT is((pg_temp.lock(:live, 2)).version, 2, 'goes on from the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, %s)', :live, v.version)),
          'TF412 service_version_stale if_version', 'refuses version ' || v.version)
  FROM (VALUES (0), (1), (3)) AS v (version);
SELECT throws_ok(format('SELECT pg_temp.lock(%s, 1)', :live), 'TF412', format('service %s has version 2, not 1', :live),
                 'and says which it has');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :gone)), 'TF404 service_not_found id',
          'a deleted row is not there');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1)', :gone)), 'TF404 service_not_found id',
          'whichever version was seen');
SELECT is((pg_temp.lock(:gone, deleted => true)).id, :gone::bigint, 'unless it will do');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1, deleted => true)', :gone)),
          'TF412 service_version_stale if_version', 'in the version seen');
SELECT is((pg_temp.lock(:live, deleted => true)).id, :live::bigint, 'a live row will do too');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 service_not_found id', 'one that never was is not there');
SELECT is(test.refusal('SELECT pg_temp.lock(NULL, deleted => true)'), 'TF404 service_not_found id', 'nor no id');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, permission => %L)', :live, 'service_nothing')),
          'TF403 permission_missing', 'it asks for the permission it is told');
SELECT test.leave();
SELECT isnt((SELECT t.xmax::text FROM desk.service AS t WHERE t.id = :fresh), '0', 'what was taken is locked');

-- under the caller's policies
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF404 service_not_found id',
          'an agent does not see it');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 service_not_found id', 'no more than one that never was');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF404 service_not_found id', 'nor does a client');
SELECT test.enter_as_service(:live);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing',
          'a service sees itself, and may not change it');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :fresh)), 'TF404 service_not_found id',
          'it does not see another');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), '28000 actor_unknown', 'nobody may not');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), '28000 actor_unknown', 'and is not told which ids there are');

SELECT * FROM finish();
ROLLBACK;
