BEGIN;
SELECT plan(6);

SELECT is(internal.list_binding('ticket', 'id', NULL), internal.list_binding('ticket', 'id', NULL), 'the same parts have the same hash');
SELECT is(
    (SELECT count(DISTINCT b.hash)
       FROM (VALUES (internal.list_binding('ticket', 'id')), (internal.list_binding('comment', 'id')), (internal.list_binding('id', 'ticket')),
                    (internal.list_binding('ticket', '-id')), (internal.list_binding('ticket', 'id', NULL)), (internal.list_binding('ticket', 'id', '')),
                    (internal.list_binding('ticket', 'id', 'NULL')), (internal.list_binding('ticket', 'id', NULL, '3')),
                    (internal.list_binding('ticket', 'id', '3', NULL)), (internal.list_binding('ticket,id')), (internal.list_binding('ticket","id')),
                    (internal.list_binding('ticket', 'ID')), (internal.list_binding('ticket', 'id '))) AS b (hash)),
    13::bigint, 'every other list, order or filter has another, NULL being none of the texts'
);
SELECT is((SELECT count(*) FROM generate_series(1, 200) AS n WHERE internal.list_binding(n::text, U&'\+01F525''"') !~ '^[0-9a-f]{1,16}$'), 0::bigint, 'it is a hexadecimal number');
SELECT is(internal.list_binding(VARIADIC ARRAY['ticket', 'id']), internal.list_binding('ticket', 'id'), 'an array will do');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_binding'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.list_binding(''ticket'')'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
