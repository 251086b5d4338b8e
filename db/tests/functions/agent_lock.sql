BEGIN;
SELECT plan(21);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset
SELECT test.agent('Cal') AS live, test.agent('Gone') AS gone \gset
UPDATE desk.agent SET role = 'admin' WHERE id = :live;
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT test.agent('Dan') AS fresh \gset
CREATE FUNCTION pg_temp.lock(id bigint, if_version integer DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS desk.agent LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.agent_lock($1, $2, $3)';
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;

SELECT is(internal.agent_lock(:live, NULL), (SELECT t FROM desk.agent AS t WHERE t.id = :live), 'returns the row');
SELECT is((SELECT t.xmax::text FROM desk.agent AS t WHERE t.id = :fresh), '0', 'where nobody has locked it');
SELECT is((internal.agent_lock(:fresh, 1)).id, :fresh::bigint, 'it is taken');
SELECT isnt((SELECT t.xmax::text FROM desk.agent AS t WHERE t.id = :fresh), '0', 'and locked from then on');
SELECT is((internal.agent_lock(:live, 2)).version, 2, 'goes on from the version seen');
SELECT is(test.refusal(format('SELECT internal.agent_lock(%s, %s)', :live, v.version)),
          'TF412 agent_version_stale if_version',
          'refuses version ' || v.version)
  FROM (VALUES (0), (1), (3)) AS v (version);
SELECT throws_ok(format('SELECT internal.agent_lock(%s, 1)', :live), 'TF412',
                 format('agent %s has version 2, not 1', :live), 'and says which it has');
SELECT is(test.refusal(format('SELECT internal.agent_lock(%s, NULL)', :gone)), 'TF404 agent_not_found id',
          'a deleted row is not there');
SELECT is(test.refusal(format('SELECT internal.agent_lock(%s, 1)', :gone)), 'TF404 agent_not_found id',
          'whichever version was seen');
SELECT is((internal.agent_lock(:gone, NULL, deleted => true)).id, :gone::bigint, 'unless it will do');
SELECT is((internal.agent_lock(:gone, 2, deleted => true)).version, 2, 'in the version seen');
SELECT is(test.refusal(format('SELECT internal.agent_lock(%s, 1, deleted => true)', :gone)),
          'TF412 agent_version_stale if_version', 'and in no other');
SELECT is((internal.agent_lock(:live, NULL, deleted => true)).id, :live::bigint, 'a live row will do too');
SELECT is(test.refusal('SELECT internal.agent_lock(0, NULL)'), 'TF404 agent_not_found id',
          'one that never was is not there');
SELECT is(test.refusal('SELECT internal.agent_lock(NULL, NULL, true)'), 'TF404 agent_not_found id', 'nor no id');

-- under the caller's policies
SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:live)).id, :live::bigint, 'an administrator may lock it');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF404 agent_not_found id',
          'an agent may not: what may not be changed is not there');
SELECT set_config('ticketfirst.actor_role', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), '28000 actor_unknown', 'nobody may not');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), '28000 actor_unknown', 'and is not told which ids there are');

SELECT * FROM finish();
ROLLBACK;
