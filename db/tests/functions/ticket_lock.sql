BEGIN;
SELECT plan(25);

SELECT test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo) AS row, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS other \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

CREATE FUNCTION pg_temp.take(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.ticket LANGUAGE sql
AS $$SELECT internal.ticket_lock($1, $2, internal.actor(), 'ticket_update', $3)$$;

SET LOCAL ROLE ticketfirst_api;
SELECT is((pg_temp.take(:row, NULL)).id, :row::bigint, 'returns the row, of any version');
SELECT is((pg_temp.take(:row, (pg_temp.take(:row, NULL)).version)).id, :row::bigint, 'or of the version named');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT pg_temp.take(%s, %s)', :row, v.version))) FROM (VALUES (0), (2), (-1), (2147483647)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses every other version'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT pg_temp.take(%s, NULL)', i.id))) FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'a deleted row, one that never was, and NULL are not there'
);
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, 7)', :deleted)), 'TF404 ticket_not_found id', 'whatever version is named');
SELECT is((pg_temp.take(:deleted, NULL, deleted => true)).id, :deleted::bigint, 'a deleted row is, where that will do');
SELECT is((pg_temp.take(:row, NULL, deleted => true)).id, :row::bigint, 'and so is a live one');
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, 7, true)', :deleted)), 'TF412 ticket_version_stale if_version', 'of the version named');
SELECT is(test.refusal('SELECT pg_temp.take(0, NULL, true)'), 'TF404 ticket_not_found id', 'but not one that never was');
RESET ROLE;
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.id IN (:row, :deleted) AND t.xmax::text::bigint = pg_current_xact_id()::text::bigint), 2::bigint, 'both are locked');
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.id = :other AND t.xmax::text <> '0'), 0::bigint, 'no other row is');
SELECT is((SELECT p.prosecdef FROM pg_proc AS p WHERE p.oid = 'internal.ticket_lock'::regproc), false, 'it runs as its caller, under the caller''s policies');

-- under the caller's policies
SELECT test.client('Dora') AS dora, test.client('Eve') AS eve, test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben,
       test.agent('Cal') AS cal, test.service('Monitor', 'monitor') AS monitor \gset
SELECT test.organisation('Two', true, :cleo, :dora) AS two, test.team('Away', :cal) AS away \gset
UPDATE desk.ticket SET team_id = :away WHERE id = :other;
CREATE FUNCTION pg_temp.lock(id bigint, permission text DEFAULT 'ticket_update', deleted boolean DEFAULT false)
RETURNS desk.ticket LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.ticket_lock($1, NULL, internal.actor(), $2, $3)';
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;
SELECT test.enter_as(:ben);
SELECT is((pg_temp.lock(:row)).id, :row::bigint, 'an agent locks what it sees');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :other)), 'TF404 ticket_not_found id', 'another team''s ticket is not there');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, ''agent_update'')', :row)), 'TF403 permission_missing',
          'it is the permission named that counts');
SELECT test.enter_as(:ben, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), 'TF403 scope_missing', 'and the scope');
SELECT test.enter_as(:ada);
SELECT is((pg_temp.lock(:other)).id, :other::bigint, 'an administrator locks those of any team');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), 'TF403 permission_missing', 'a client sees its own and may not');
SELECT test.enter_as_client(:dora);
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT pg_temp.lock(%s, %L)', :row, p.permission)) ORDER BY p.permission)
       FROM (VALUES ('ticket_get'), ('ticket_update')) AS p (permission)),
    ARRAY['TF403 ticket_not_own id', 'TF403 permission_missing'],
    'a colleague sees it and may not, whatever it may on its own'
);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :deleted)), 'TF404 ticket_not_found id', 'a deleted one is not there');
SELECT test.enter_as_client(:eve);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), 'TF404 ticket_not_found id', 'for another client it is not there');
SELECT test.enter_as_service(:monitor);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), 'TF403 permission_missing', 'a monitor sees it and may not');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), '28000 actor_unknown', 'nobody may not');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_lock'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.ticket_lock(1, NULL, NULL, NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
