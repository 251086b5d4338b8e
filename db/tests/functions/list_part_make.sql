BEGIN;
SELECT plan(8);

CREATE FUNCTION pg_temp.part(sort text, ended internal.list_cursor, after text, before text) RETURNS text LANGUAGE sql
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
    SELECT internal.list_part_make(part.sort, part.ended, part.after::timestamptz, part.before::timestamptz)::text
$$;

SELECT is(pg_temp.part('created_at', NULL, NULL, NULL), '(-infinity,0,infinity)', 'all, from the first on');
SELECT is(pg_temp.part('-created_at', NULL, NULL, NULL), '(infinity,9223372036854775807,-infinity)', 'or from the last back');
SELECT is(pg_temp.part('updated_at', NULL, '2020-01-02', '2020-01-05'),
          '("2020-01-02 00:00:00+00",9223372036854775807,"2020-01-05 00:00:00+00")', 'behind all of a time, up to another');
SELECT is(pg_temp.part('-updated_at', NULL, '2020-01-02', '2020-01-05'),
          '("2020-01-05 00:00:00+00",0,"2020-01-02 00:00:00+00")', 'or before all of a time, back to another');
SELECT is(pg_temp.part('created_at', ROW(7, '2020-01-03 00:00:00.000001+00'), '2020-01-02', '2020-01-05'),
          '("2020-01-03 00:00:00.000001+00",7,"2020-01-05 00:00:00+00")', 'behind where a page ended, up to a time');
SELECT is(
    (SELECT array_agg((internal.list_part_make(o.sort, ROW(o.id, NULL), NULL, NULL)).starts_id ORDER BY o.n)
       FROM (VALUES (1, 'id', NULL), (2, '-id', NULL), (3, 'id', 7), (4, '-id', 7)) AS o (n, sort, id)),
    ARRAY[0, 9223372036854775807, 7, 7], 'of the ids all, or those behind where a page ended'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_part_make'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.list_part_make('id', NULL, NULL, NULL)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
