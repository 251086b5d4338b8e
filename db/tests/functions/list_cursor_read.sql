BEGIN;
SELECT plan(15);

SELECT ok(internal.list_cursor_read(NULL, 'abc') IS NULL, 'no cursor: the first page');
SELECT is(internal.list_cursor_read('YWJjOjc', 'abc'), ROW(7, NULL)::internal.list_cursor, 'reads binding and id');
SELECT is(internal.list_cursor_read('YWJjOjc6MjAyMC0wMS0wMSAwMDowMDowMCswMA', 'abc', 'timestamptz'), ROW(7, '2020-01-01 00:00:00+00')::internal.list_cursor, 'and the value');
SELECT is(internal.list_cursor_read('YWJjOjc6w77Dvz8-fg', 'abc', 'text'), ROW(7, U&'\00FE\00FF?>~')::internal.list_cursor, 'with - for +');
SELECT is(internal.list_cursor_read('YWJjOjc6Pz8_', 'abc', 'text'), ROW(7, '???')::internal.list_cursor, 'and _ for /');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.list_cursor_read(%L, %L)', 'YWJjOjc', b.binding)))
       FROM (VALUES ('abcd'), ('ab'), ('ABC'), (''), ('abc:7'), (NULL)) AS b (binding)),
    ARRAY['TF400 cursor_invalid after'], 'refuses any other binding'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.list_cursor_read(%L, %L)', c.cursor, 'abc')))
       FROM (VALUES (''), (' '), ('='), ('===='), ('x'), ('YWJjOj!'), ('YWJj'), ('YWJjOg'), ('ÄÖÜ'), (U&'\+01F525'), ('AAAA'), ('null'), (repeat('QUJD', 250000)),
                    (repeat('=', 1000)), (E'\n'), ('YWJjOjc'''), ('%')) AS c (cursor)),
    ARRAY['TF400 cursor_invalid after'], 'refuses random text, long or short'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.list_cursor_read(%L, %L)', translate(encode(b.bytes, 'base64'), E'+/=\n', '-_'), 'abc')))
       FROM (VALUES ('abc:9999999999999999999'::bytea), ('abc:9223372036854775808'), ('abc:99999999999999999999'), ('abc:-1'), ('abc:'), ('abc'), ('abc:x'),
                    ('abc: 7'), ('abc:7 '), ('abc:7x'), ('abc:07:'''::bytea || '\x00'), ('\xff'), ('\xc328'), ('abc:7:'::bytea || '\xff'), ('\x00'),
                    ('abc:7'::bytea || '\x00'), (' abc:7'), ('xabc:7'), ('ABC:7'), ('{"id": 7}')) AS b (bytes)),
    ARRAY['TF400 cursor_invalid after'], 'refuses base64 of anything else'
);
SELECT is(internal.list_cursor_read(translate(encode('abc:9223372036854775807', 'base64'), E'+/=\n', '-_'), 'abc'), ROW(9223372036854775807, NULL)::internal.list_cursor, 'the largest id is one');
SELECT is(internal.list_cursor_read(translate(encode('abc:7:', 'base64'), E'+/=\n', '-_'), 'abc', 'text'), ROW(7, '')::internal.list_cursor, 'an empty value is a value');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.list_cursor_read(%L, %L, %L)', translate(encode(b.bytes, 'base64'), E'+/=\n', '-_'), 'abc', 'timestamptz')))
       FROM (VALUES ('abc:7'::bytea), ('abc:7:'), ('abc:7:soon'), ('abc:7:2020-13-01'), ('abc:7:7')) AS b (bytes)),
    ARRAY['TF400 cursor_invalid after'], 'refuses a value that is no time where it must be one, and none'
);
SELECT is(test.refusal($$SELECT internal.list_cursor_read('YWJjOjc', 'abc', 'text')$$), 'TF400 cursor_invalid after', 'refuses no value where there must be one');
SELECT is(test.refusal($$SELECT internal.list_cursor_read('YWJjOjc6Pz8_', 'abc')$$), 'TF400 cursor_invalid after', 'refuses a value where there must be none');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_cursor_read'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.list_cursor_read(NULL, ''abc'')'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
