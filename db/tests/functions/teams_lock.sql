BEGIN;
SELECT plan(7);

SELECT test.agent('Root', 'admin') AS root, test.agent('Ada') AS ada \gset
SELECT test.team('One') AS one, test.team('Two') AS two, test.team('Three') AS three \gset
CREATE FUNCTION pg_temp.lock(id bigint, reassign_to bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.teams_lock($1, $2)';
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;
CREATE FUNCTION pg_temp.locked(id bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER
AS 'SELECT t.xmax::text <> ''0'' FROM desk.team AS t WHERE t.id = $1';

SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, NULL)', :three)), 'allowed', 'whoever may not change teams');
SELECT is(pg_temp.locked(:three), false, 'locks none');
SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, %s)', :two, :one)), 'allowed', 'locks two teams');
SELECT is(ARRAY[pg_temp.locked(:one), pg_temp.locked(:two), pg_temp.locked(:three)], ARRAY[true, true, false],
          'and no other');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, NULL)', :three)), 'allowed', 'or one');
SELECT is(test.refusal('SELECT pg_temp.lock(0, 0)'), 'allowed', 'and does not mind what is not there');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.teams_lock'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
