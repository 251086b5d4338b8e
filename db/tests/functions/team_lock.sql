BEGIN;
SELECT plan(25);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo \gset
SELECT test.team('Live') AS live, test.team('Gone') AS gone \gset
UPDATE desk.team SET name = 'Alive' WHERE id = :live;
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
SELECT test.team('Fresh') AS fresh \gset
CREATE FUNCTION pg_temp.lock(id bigint, if_version integer DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS desk.team LANGUAGE sql SECURITY DEFINER
AS $$SELECT internal.team_lock($1, $2, internal.actor(), 'team_update', $3)$$;
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;
CREATE FUNCTION pg_temp.locked(id bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER
AS 'SELECT t.xmax::text <> ''0'' FROM desk.team AS t WHERE t.id = $1';

SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:live)).name, 'Alive', 'returns the row');
SELECT is(pg_temp.locked(:fresh), false, 'where nobody has locked it');
SELECT is((pg_temp.lock(:fresh, 1)).id, :fresh::bigint, 'it is taken');
SELECT is(pg_temp.locked(:fresh), true, 'and locked from then on');
SELECT is((pg_temp.lock(:live, 2)).version, 2, 'goes on from the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, %s)', :live, v.version)), 'TF412 team_version_stale if_version',
          'refuses version ' || v.version)
  FROM (VALUES (0), (1), (3)) AS v (version);
SELECT throws_ok(format('SELECT pg_temp.lock(%s, 1)', :live), 'TF412',
                 format('team %s has version 2, not 1', :live), 'and says which it has');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :gone)), 'TF404 team_not_found id', 'a deleted row is not there');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1)', :gone)), 'TF404 team_not_found id',
          'whichever version was seen');
SELECT is((pg_temp.lock(:gone, deleted => true)).id, :gone::bigint, 'unless it will do');
SELECT is((pg_temp.lock(:gone, 2, deleted => true)).version, 2, 'in the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1, deleted => true)', :gone)),
          'TF412 team_version_stale if_version', 'and in no other');
SELECT is((pg_temp.lock(:live, deleted => true)).id, :live::bigint, 'a live row will do too');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 team_not_found id', 'one that never was is not there');
SELECT is(test.refusal('SELECT pg_temp.lock(NULL, deleted => true)'), 'TF404 team_not_found id', 'nor no id');

-- under the caller's policies
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing',
          'an agent sees it, and may not lock it');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1)', :live)), 'TF403 permission_missing', 'whichever version was seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :gone)), 'TF404 team_not_found id', 'a deleted one is not there');
SELECT test.enter_as(:ada, scopes => '{agents:read}');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 scope_missing',
          'nor may an administrator''s token without the scope');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF404 team_not_found id', 'a client does not see it');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'team_delete';
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing',
          'who may delete teams may not therefore change them');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), '28000 actor_unknown', 'nobody may not');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), '28000 actor_unknown', 'and is not told which ids there are');

SELECT * FROM finish();
ROLLBACK;
