BEGIN;
SELECT plan(5);

SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT internal.list_limit_require(%s, 100)', l.row_limit)) ORDER BY l.n)
       FROM (VALUES (1, '-2147483648'), (2, '-1'), (3, '0'), (4, '1'), (5, '2'), (6, '99'), (7, '100'), (8, '101'), (9, '2147483647'), (10, 'NULL')) AS l (n, row_limit)),
    array_fill('TF422 list_limit_range row_limit'::text, ARRAY[3]) || array_fill('allowed'::text, ARRAY[4]) || array_fill('TF422 list_limit_range row_limit'::text, ARRAY[3]),
    'allows 1 to the maximum, and nothing else'
);
SELECT is(test.refusal('SELECT internal.list_limit_require(1000, 1000)'), 'allowed', 'the maximum is the caller''s');
SELECT throws_ok('SELECT internal.list_limit_require(101, 100)', 'TF422', 'the limit must be 1 to 100', 'and is named');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_limit_require'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.list_limit_require(1, 100)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
