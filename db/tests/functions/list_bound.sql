BEGIN;
SELECT plan(4);

SELECT is(internal.list_bound(ARRAY['t.client_id'], '>=', ARRAY['$1']), '(t.client_id) >= ($1)', 'one column');
SELECT is(internal.list_bound(ARRAY['t.created_at', 't.id'], '<', ARRAY['$5', '''7''']), '(t.created_at, t.id) < ($5, ''7'')', 'several, compared in order');
SELECT is(internal.list_bound(NULL, '<=', NULL), NULL, 'no column, no bound');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_bound'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
