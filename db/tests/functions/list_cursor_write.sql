BEGIN;
SELECT plan(8);

SELECT is(internal.list_cursor_write('abc', 7, NULL), 'YWJjOjc', 'binding and id, in base64url without padding');
SELECT is(internal.list_cursor_write('abc', 7, '2020-01-01 00:00:00+00'), 'YWJjOjc6MjAyMC0wMS0wMSAwMDowMDowMCswMA', 'and the value');
SELECT is(internal.list_cursor_write('abc', 7, U&'\00FE\00FF?>~'), 'YWJjOjc6w77Dvz8-fg', 'with - for +');
SELECT is(internal.list_cursor_write('abc', 7, '???'), 'YWJjOjc6Pz8_', 'and _ for /');
SELECT is((SELECT count(*) FROM generate_series(0, 300) AS n
            WHERE internal.list_cursor_write('ffff', 9223372036854775807, repeat(U&'\+01F525x', n)) !~ '^[A-Za-z0-9_-]+$'),
          0::bigint, 'however long, it stands in a URL as it is');
SELECT is(
    (SELECT count(*)
       FROM (VALUES (NULL), (''), (':'), ('a:b'), (E'two\nlines'), (' '), ('''; DROP TABLE x; --'), (U&'\+01F525'), (repeat('x', 1000)), ('%L')) AS v (value)
       CROSS JOIN (VALUES (0::bigint), (1), (42), (9223372036854775807)) AS i (id)
      WHERE internal.list_cursor_read(internal.list_cursor_write('0f', i.id, v.value), '0f', CASE WHEN v.value IS NOT NULL THEN 'text' END) IS DISTINCT FROM ROW(i.id, v.value)::internal.list_cursor),
    0::bigint, 'internal.list_cursor_read reads what it wrote'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_cursor_write'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.list_cursor_write(''abc'', 7, NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
