BEGIN;
SELECT plan(21);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal \gset
SELECT test.token(:ben) AS hash, test.token(:ada) AS gone_hash, test.token(:cal) AS fresh_hash \gset
SELECT (SELECT t.id FROM desk.api_token AS t WHERE t.agent_id = :ben) AS live,
       (SELECT t.id FROM desk.api_token AS t WHERE t.agent_id = :ada) AS gone,
       (SELECT t.id FROM desk.api_token AS t WHERE t.agent_id = :cal) AS fresh \gset
UPDATE desk.api_token SET name = 'Laptop' WHERE id = :live;
UPDATE desk.api_token SET deleted_at = now() WHERE id = :gone;
CREATE FUNCTION pg_temp.lock(id bigint, if_version integer DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS desk.api_token LANGUAGE sql SECURITY DEFINER
AS $$SELECT internal.token_lock($1, $2, internal.actor(), 'token_revoke', $3)$$;
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;

SELECT test.enter_as(:ada);

SELECT is((pg_temp.lock(:live)).name, 'Laptop', 'returns the row');
SELECT is((pg_temp.lock(:fresh, 1)).id, :fresh::bigint, 'it is taken');
SELECT is((pg_temp.lock(:live, 2)).version, 2, 'goes on from the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, %s)', :live, v.version)),
          'TF412 token_version_stale if_version',
          'refuses version ' || v.version)
  FROM (VALUES (0), (1), (3)) AS v (version);
SELECT throws_ok(format('SELECT pg_temp.lock(%s, 1)', :live), 'TF412',
                 format('token %s has version 2, not 1', :live), 'and says which it has');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :gone)), 'TF404 token_not_found id',
          'a deleted row is not there');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1)', :gone)), 'TF404 token_not_found id',
          'whichever version was seen');
SELECT is((pg_temp.lock(:gone, NULL, deleted => true)).id, :gone::bigint, 'unless it will do');
SELECT is((pg_temp.lock(:gone, 2, deleted => true)).version, 2, 'in the version seen');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, 1, deleted => true)', :gone)),
          'TF412 token_version_stale if_version', 'and in no other');
SELECT is((pg_temp.lock(:live, NULL, deleted => true)).id, :live::bigint, 'a live row will do too');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), 'TF404 token_not_found id',
          'one that never was is not there');
SELECT is(test.refusal('SELECT pg_temp.lock(NULL, NULL, true)'), 'TF404 token_not_found id', 'nor no id');
SELECT test.leave();
SELECT isnt((SELECT t.xmax::text FROM desk.api_token AS t WHERE t.id = :fresh), '0', 'what was taken is locked');

-- under the caller's policies
SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:live)).id, :live::bigint, 'an administrator may lock it');
SELECT test.enter_as(:ada, scopes => '{tickets:write}');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF403 scope_missing',
          'an administrator''s token without the scope sees it, and may not');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), 'TF404 token_not_found id',
          'an agent does not see it');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :live)), '28000 actor_unknown', 'nobody may not');
SELECT is(test.refusal('SELECT pg_temp.lock(0)'), '28000 actor_unknown', 'and is not told which ids there are');

SELECT * FROM finish();
ROLLBACK;
