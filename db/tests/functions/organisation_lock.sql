BEGIN;
SELECT plan(31);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', false, :cleo) AS live, test.organisation('Gone', false) AS gone \gset
UPDATE desk.organisation SET name = 'Acme Ltd' WHERE id = :live;
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;
SELECT test.organisation('Fresh', false) AS fresh \gset
CREATE FUNCTION pg_temp.lock(
    id bigint, if_version integer DEFAULT NULL, deleted boolean DEFAULT false, permission text DEFAULT 'organisation_update'
)
RETURNS desk.organisation LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.organisation_lock($1, $2, internal.actor(), $4, $3)';
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;

SELECT is(pg_temp.lock(:live), (SELECT t FROM desk.organisation AS t WHERE t.id = :live), 'returns the row');
SELECT is((SELECT t.xmax::text FROM desk.organisation AS t WHERE t.id = :fresh), '0', 'where nobody has locked it');
SELECT is((pg_temp.lock(:fresh, 1)).id, :fresh::bigint, 'it is taken');
SELECT isnt((SELECT t.xmax::text FROM desk.organisation AS t WHERE t.id = :fresh), '0', 'and locked from then on');
SELECT is((pg_temp.lock(:live, 2)).version, 2, 'goes on from the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, %s)', :live, v.version)),
          'TF412 organisation_version_stale if_version', 'refuses version ' || v.version)
  FROM (VALUES (0), (1), (3)) AS v (version);
SELECT throws_ok(format('SELECT pg_temp.lock(%s, 1)', :live), 'TF412',
                 format('organisation %s has version 2, not 1', :live), 'and says which it has');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :gone)), 'TF404 organisation_not_found id',
          'a deleted row is not there');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1)', :gone)), 'TF404 organisation_not_found id',
          'whichever version was seen');
SELECT is((pg_temp.lock(:gone, deleted => true)).id, :gone::bigint, 'unless it will do');
SELECT is((pg_temp.lock(:gone, 2, deleted => true)).version, 2, 'in the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1, deleted => true)', :gone)),
          'TF412 organisation_version_stale if_version', 'and in no other');
SELECT is((pg_temp.lock(:live, deleted => true)).id, :live::bigint, 'a live row will do too');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 organisation_not_found id', 'one that never was is not there');
SELECT is(test.refusal('SELECT pg_temp.lock(NULL, deleted => true)'), 'TF404 organisation_not_found id', 'nor no id');

-- under the caller's policies
SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:live)).id, :live::bigint, 'an administrator may lock it');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, permission => %L)', :live, 'nothing_at_all')),
          'TF403 permission_missing', 'with the permission that is asked for');
SELECT test.enter_as(:ada, scopes => '{clients:read}');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 scope_missing', 'and the scope of that');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 organisation_not_found id', 'what is not there is not there');
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing', 'a lead may not');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing', 'nor an agent');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1)', :live)), 'TF403 permission_missing',
          'who is not told the version');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing', 'nor a service');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 permission_missing', 'nor a member');
SELECT test.enter_as_client(:dora);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF404 organisation_not_found id',
          'for a client who is none it is not there');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, deleted => true)', :gone)), 'TF404 organisation_not_found id',
          'nor is a deleted one');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 organisation_not_found id', 'as if it never was');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), '28000 actor_unknown', 'nobody may not');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), '28000 actor_unknown', 'and is not told which ids there are');

SELECT * FROM finish();
ROLLBACK;
