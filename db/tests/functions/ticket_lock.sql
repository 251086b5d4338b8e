BEGIN;
SELECT plan(14);

SELECT test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo) AS row, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS other \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SET LOCAL ROLE ticketfirst_api;
SELECT is((internal.ticket_lock(:row, NULL)).id, :row::bigint, 'returns the row, of any version');
SELECT is((internal.ticket_lock(:row, (internal.ticket_lock(:row, NULL)).version)).id, :row::bigint, 'or of the version named');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.ticket_lock(%s, %s)', :row, v.version))) FROM (VALUES (0), (2), (-1), (2147483647)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses every other version'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.ticket_lock(%s, NULL)', i.id))) FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'a deleted row, one that never was, and NULL are not there'
);
SELECT is(test.refusal(format('SELECT internal.ticket_lock(%s, 7)', :deleted)), 'TF404 ticket_not_found id', 'whatever version is named');
SELECT is((internal.ticket_lock(:deleted, NULL, deleted => true)).id, :deleted::bigint, 'a deleted row is, where that will do');
SELECT is((internal.ticket_lock(:row, NULL, deleted => true)).id, :row::bigint, 'and so is a live one');
SELECT is(test.refusal(format('SELECT internal.ticket_lock(%s, 7, true)', :deleted)), 'TF412 ticket_version_stale if_version', 'of the version named');
SELECT is(test.refusal('SELECT internal.ticket_lock(0, NULL, true)'), 'TF404 ticket_not_found id', 'but not one that never was');
RESET ROLE;
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.id IN (:row, :deleted) AND t.xmax::text::bigint = pg_current_xact_id()::text::bigint), 2::bigint, 'both are locked');
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.id = :other AND t.xmax::text <> '0'), 0::bigint, 'no other row is');
SELECT is((SELECT p.prosecdef FROM pg_proc AS p WHERE p.oid = 'internal.ticket_lock'::regproc), false, 'it runs as its caller, under the caller''s policies');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_lock'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.ticket_lock(1, NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
