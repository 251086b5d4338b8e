BEGIN;
SELECT plan(24);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo) AS ticket, test.ticket(:cleo) AS gone \gset
SELECT test.comment(:ticket, :ada) AS row, test.comment(:ticket, :ada) AS deleted, test.comment(:ticket, :ada) AS other, test.comment(:gone, :ada) AS hidden \gset
UPDATE desk.comment SET deleted_at = now() WHERE id = :deleted;
UPDATE desk.ticket SET deleted_at = now() WHERE id = :gone;

CREATE FUNCTION pg_temp.take(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.comment LANGUAGE sql
AS $$SELECT internal.comment_lock($1, $2, internal.actor(), 'comment_update', $3)$$;

SET LOCAL ROLE ticketfirst_api;
SELECT is((pg_temp.take(:row, NULL)).id, :row::bigint, 'returns the row, of any version');
SELECT is((pg_temp.take(:row, (pg_temp.take(:row, NULL)).version)).id, :row::bigint, 'or of the version named');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT pg_temp.take(%s, %s)', :row, v.version))) FROM (VALUES (0), (2), (-1), (2147483647)) AS v (version)),
    ARRAY['TF412 comment_version_stale if_version'], 'refuses every other version'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT pg_temp.take(%s, NULL)', i.id))) FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 comment_not_found id'], 'a deleted row, one that never was, and NULL are not there'
);
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, 7)', :deleted)), 'TF404 comment_not_found id', 'whatever version is named');
SELECT is((pg_temp.take(:deleted, NULL, deleted => true)).id, :deleted::bigint, 'a deleted row is, where that will do');
SELECT is((pg_temp.take(:row, NULL, deleted => true)).id, :row::bigint, 'and so is a live one');
SELECT is(test.refusal(format('SELECT pg_temp.take(%s, 7, true)', :deleted)), 'TF412 comment_version_stale if_version', 'of the version named');
SELECT is(test.refusal('SELECT pg_temp.take(0, NULL, true)'), 'TF404 comment_not_found id', 'but not one that never was');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT pg_temp.take(%s, NULL, %s)', :hidden, d.deleted))) FROM (VALUES ('false'), ('true')) AS d (deleted)),
    ARRAY['TF404 comment_not_found id'], 'a comment of a deleted ticket never is'
);
RESET ROLE;
SELECT is((SELECT count(*) FROM desk.comment AS t WHERE t.id IN (:row, :deleted) AND t.xmax::text::bigint = pg_current_xact_id()::text::bigint), 2::bigint, 'both are locked');
SELECT is((SELECT count(*) FROM desk.comment AS t WHERE t.id = :other AND t.xmax::text <> '0'), 0::bigint, 'no other row is');
SELECT is((SELECT p.prosecdef FROM pg_proc AS p WHERE p.oid = 'internal.comment_lock'::regproc), false, 'it runs as its caller, under the caller''s policies');

-- under the caller's policies
SELECT test.client('Dora') AS dora, test.agent('Ben') AS ben, test.agent('Cal') AS cal \gset
SELECT test.organisation('Two', true, :cleo, :dora) AS two, test.team('Away', :cal) AS away \gset
SELECT test.ticket(:cleo) AS far \gset
SELECT test.comment(:far, :cal) AS distant \gset
UPDATE desk.ticket SET team_id = :away WHERE id = :far;
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:ticket, :cleo, 'Thanks') RETURNING id AS own \gset
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility) VALUES (:ticket, :ada, 'Hm', 'internal') RETURNING id AS inside \gset
CREATE FUNCTION pg_temp.lock(id bigint, permission text DEFAULT 'comment_update')
RETURNS desk.comment LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.comment_lock($1, NULL, internal.actor(), $2)';
ALTER FUNCTION pg_temp.lock OWNER TO ticketfirst_api;
SELECT test.enter_as(:ben);
SELECT is((pg_temp.lock(:row)).id, :row::bigint, 'an agent locks comments on tickets it sees');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :distant)), 'TF404 comment_not_found id',
          'those on another team''s tickets are not there');
SELECT test.enter_as(:ben, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), 'TF403 scope_missing', 'it takes the scope');
SELECT test.enter_as_client(:cleo);
SELECT is((pg_temp.lock(:own, 'comment_get')).id, :own::bigint, 'a client locks its own, with a permission that it has');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :own)), 'TF403 permission_missing', 'which comment_update is not');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, ''comment_get'')', :row)), 'TF403 comment_not_own id',
          'an agent''s comment it sees and may not');
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, ''comment_get'')', :inside)), 'TF404 comment_not_found id',
          'an internal one is not there');
SELECT test.enter_as_client(:dora);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s, ''comment_get'')', :own)), 'TF403 comment_not_own id',
          'a colleague sees it and may not');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.lock(%s)', :row)), '28000 actor_unknown', 'nobody may not');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.comment_lock'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.comment_lock(1, NULL, NULL, NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
