BEGIN;
SELECT plan(20);

CREATE FUNCTION test.query(equalities text[] DEFAULT NULL, predicates text[] DEFAULT NULL, key text DEFAULT 't.id', low text DEFAULT NULL,
                           high text DEFAULT NULL, sort text DEFAULT 'id', ended internal.list_cursor DEFAULT NULL, row_limit integer DEFAULT 5)
RETURNS text LANGUAGE sql AS $$
    SELECT internal.list_query('SELECT t.* FROM x AS t', query.equalities, ARRAY['p'] || query.predicates, query.key, query.low, query.high, query.sort,
                               query.ended, query.row_limit);
$$;
-- A table to run it on: 60 rows, 5 of each pair of a and b, with 3 values of k, in no order.
CREATE TABLE test.x AS SELECT n AS id, n % 3 AS a, nullif(n % 4, 0) AS b, n * 7 % 3 AS k FROM generate_series(1, 60) AS n ORDER BY n * 37 % 61;
CREATE FUNCTION test.ids(query text) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
    v_ids integer[];
BEGIN
    EXECUTE format('SELECT array_agg(q.id) FROM (%s) AS q', ids.query) INTO v_ids USING 1, 2;
    RETURN coalesce(v_ids, '{}');
END;
$$;
-- All pages, one after the other; the key is k or the id.
CREATE FUNCTION test.walk(equalities text[], predicates text[], low text, high text, sort text, row_limit integer) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
    v_ended internal.list_cursor;
    v_page integer[];
    v_ids integer[] := '{}';
BEGIN
    LOOP
        v_page := test.ids(internal.list_query('SELECT t.* FROM test.x AS t', walk.equalities, ARRAY['true'] || walk.predicates, 't.' || ltrim(walk.sort, '-'),
                                               walk.low, walk.high, walk.sort, v_ended, walk.row_limit));
        v_ids := v_ids || v_page;
        EXIT WHEN cardinality(v_page) < walk.row_limit OR cardinality(v_ids) > 60;
        SELECT x.id, CASE ltrim(walk.sort, '-') WHEN 'k' THEN x.k END INTO v_ended FROM test.x WHERE x.id = v_page[walk.row_limit];
    END LOOP;
    RETURN v_ids;
END;
$$;

-- what it writes
SELECT is(test.query(), 'SELECT t.* FROM x AS t WHERE p ORDER BY t.id ASC LIMIT 5', 'by id');
SELECT is(test.query(sort => '-id'), 'SELECT t.* FROM x AS t WHERE p ORDER BY t.id DESC LIMIT 5', 'or descending');
SELECT is(test.query(predicates => ARRAY[NULL, 'q', NULL, 'r']), 'SELECT t.* FROM x AS t WHERE p AND q AND r ORDER BY t.id ASC LIMIT 5',
          'predicates that are NULL are left out');
SELECT is(test.query(ended => ROW(7, NULL)), 'SELECT t.* FROM x AS t WHERE (t.id) > (''7'') AND p ORDER BY t.id ASC LIMIT 5', 'after a row');
SELECT is(test.query(ended => ROW(7, NULL), sort => '-id'), 'SELECT t.* FROM x AS t WHERE (t.id) < (''7'') AND p ORDER BY t.id DESC LIMIT 5', 'or descending');
SELECT is(test.query(key => 't.k', sort => 'k'), 'SELECT t.* FROM x AS t WHERE p ORDER BY t.k ASC, t.id ASC LIMIT 5', 'by another key, the id breaks ties');
SELECT is(test.query(key => 't.k', sort => '-k', ended => ROW(7, '2020-01-01')),
          'SELECT t.* FROM x AS t WHERE (t.k, t.id) < (''2020-01-01'', ''7'') AND p ORDER BY t.k DESC, t.id DESC LIMIT 5', 'after a row with its value');
SELECT is(test.query(key => 't.k', sort => 'k', low => '$5', high => '$6'),
          'SELECT t.* FROM x AS t WHERE (t.k) > ($5) AND (t.k) < ($6) AND p ORDER BY t.k ASC, t.id ASC LIMIT 5', 'between two ends');
SELECT is(test.query(key => 't.k', sort => 'k', low => '$5', high => '$6', ended => ROW(7, 'v')),
          'SELECT t.* FROM x AS t WHERE (t.k, t.id) > (''v'', ''7'') AND (t.k) < ($6) AND p ORDER BY t.k ASC, t.id ASC LIMIT 5',
          'the cursor takes the place of the end where it began');
SELECT is(test.query(key => 't.k', sort => '-k', low => '$5', high => '$6', ended => ROW(7, 'v')),
          'SELECT t.* FROM x AS t WHERE (t.k) > ($5) AND (t.k, t.id) < (''v'', ''7'') AND p ORDER BY t.k DESC, t.id DESC LIMIT 5', 'of the other, descending');
SELECT is(test.query(ARRAY['t.a = $1', NULL, 'f(t.b) = 0']),
          'SELECT t.* FROM x AS t WHERE (t.a, f(t.b)) >= ($1, 0) AND (t.a, f(t.b)) <= ($1, 0) AND p ORDER BY t.a ASC, f(t.b) ASC, t.id ASC LIMIT 5',
          'equalities are both ends of the range, and lead the order');
SELECT is(test.query(ARRAY['t.a = $1'], key => 't.k', sort => '-k', low => '$5', high => '$6', ended => ROW(7, 'v')),
          'SELECT t.* FROM x AS t WHERE (t.a, t.k) > ($1, $5) AND (t.a, t.k, t.id) < ($1, ''v'', ''7'') AND p ORDER BY t.a DESC, t.k DESC, t.id DESC LIMIT 5',
          'with all else');
SELECT is(test.query(key => 't.k', sort => 'k', ended => ROW(7, $$'); DROP TABLE x; --\$$)),
          $$SELECT t.* FROM x AS t WHERE (t.k, t.id) > (E'''); DROP TABLE x; --\\', '7') AND p ORDER BY t.k ASC, t.id ASC LIMIT 5$$,
          'the value is quoted');

-- what that finds
SELECT is(
    (SELECT array_agg(ROW(e.e, o.sort, s.size)::text)
       FROM (VALUES (NULL::text[]), (ARRAY['t.a = 1']), (ARRAY['t.a = 1', NULL]), (ARRAY['t.a = 2', 't.b = 1']), (ARRAY['t.b = 3']), (ARRAY['t.a = 9'])) AS e (e)
       CROSS JOIN (VALUES ('id'), ('-id'), ('k'), ('-k')) AS o (sort)
       CROSS JOIN (VALUES (1), (2), (3), (5), (60), (61)) AS s (size)
      WHERE test.walk(e.e, ARRAY[NULL, 't.id <> 30'], NULL, NULL, o.sort, s.size)
            <> test.ids(format('SELECT t.* FROM test.x AS t WHERE t.id <> 30 %s ORDER BY %s %s, t.id %3$s',
                               ' AND ' || nullif(array_to_string(e.e, ' AND '), ''), 't.' || ltrim(o.sort, '-'),
                               CASE WHEN o.sort LIKE '-%' THEN 'DESC' ELSE 'ASC' END))),
    NULL, 'page by page the same rows in the same order as the plain query'
);
SELECT is(
    (SELECT array_agg(ROW(e.e, r.low, r.high, o.sort, s.size)::text)
       FROM (VALUES (NULL::text[]), (ARRAY['t.a = 1']), (ARRAY['t.a = 2', 't.b = 1'])) AS e (e)
       CROSS JOIN (VALUES ('0', NULL), (NULL, '2'), ('0', '2'), ('2', '0'), ('-1', '3')) AS r (low, high)
       CROSS JOIN (VALUES ('k'), ('-k')) AS o (sort)
       CROSS JOIN (VALUES (1), (2), (60)) AS s (size)
      WHERE test.walk(e.e, NULL, r.low, r.high, o.sort, s.size)
            <> test.ids(format('SELECT t.* FROM test.x AS t WHERE true %s %s %s ORDER BY t.k %s, t.id %4$s',
                               ' AND ' || array_to_string(e.e, ' AND '), ' AND t.k > ' || r.low, ' AND t.k < ' || r.high,
                               CASE WHEN o.sort LIKE '-%' THEN 'DESC' ELSE 'ASC' END))),
    NULL, 'between two ends too, themselves excluded'
);
SELECT is(test.walk(ARRAY['t.a = nullif(0, 0)'], NULL, NULL, NULL, 'id', 5), '{}', 'equal to NULL is nothing');
SELECT is(test.walk(ARRAY['t.a = 1', 't.b = nullif(0, 0)'], NULL, NULL, NULL, '-k', 5), '{}', 'with another equality too');
SELECT is(
    test.ids(internal.list_query('SELECT t.* FROM test.x AS t', ARRAY['t.a = $1', 't.b = $2'], ARRAY['true'], 't.id', NULL, NULL, 'id', NULL, 100)),
    ARRAY[10, 22, 34, 46, 58], 'operands may be parameters'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.list_query'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.list_query(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
