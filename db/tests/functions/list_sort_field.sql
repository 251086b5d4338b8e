BEGIN;
SELECT plan(5);

SELECT is(
    (SELECT array_agg(internal.list_sort_field(s.sort, 'id', 'created_at') ORDER BY s.n) FROM (VALUES (1, 'id'), (2, '-id'), (3, 'created_at'), (4, '-created_at')) AS s (n, sort)),
    ARRAY['id', 'id', 'created_at', 'created_at'], 'returns the field without its direction'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.list_sort_field(%L, ''id'', ''created_at'')', s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('+id'), ('ID'), ('Id'), (' id'), ('id '), ('id-'), (E'id\n'), (E'-\nid'), ('updated_at'), ('id,created_at'), ('t.id'),
                    ('id; DROP TABLE x'), (repeat('x', 100000)), (NULL)) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses all others'
);
SELECT throws_ok('SELECT internal.list_sort_field(''x'', ''id'', ''created_at'')', 'TF422', 'the list can be sorted by id, created_at, with - before it for descending', 'and names what there is');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_sort_field'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.list_sort_field(''id'', ''id'')'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
