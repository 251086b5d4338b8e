BEGIN;
SELECT plan(17);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo \gset
SELECT test.team('Here', :ada) AS here, test.team('Below', :ada) AS below, test.team('Above', :ada) AS above, test.team('There', :ada) AS there, test.team('Away', :root) AS away \gset
-- 'rare' at the far end and of another team, 'common' everywhere, 'half' in every other, 'old' in the first 200, 'some' in one of ten of Here
INSERT INTO desk.ticket (client_id, team_id, subject)
SELECT :cleo, (ARRAY[:here, :there, :away, NULL])[1 + n % 4],
       'Common ' || n || CASE WHEN n % 2 = 0 THEN ' half' ELSE '' END || CASE WHEN n <= 200 THEN ' old' ELSE '' END || CASE WHEN n <= 4 THEN ' rare' ELSE '' END || CASE WHEN n % 40 = 0 THEN ' some' ELSE '' END
  FROM generate_series(1, 1200) AS n
 ORDER BY n;
SET LOCAL track_functions = 'all';

-- It is asked as the public functions ask it: subject to the policies.
CREATE FUNCTION pg_temp.match(words text, keys bigint [], sort text DEFAULT '-id', row_limit integer DEFAULT 26, starts_id bigint DEFAULT NULL)
RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT internal.ticket_match(match.words, match.keys, match.sort,
                                 internal.list_part_make(match.sort, ROW(match.starts_id, NULL), NULL, NULL), match.row_limit)
$$;
ALTER FUNCTION pg_temp.match OWNER TO ticketfirst_api;
CREATE FUNCTION pg_temp.searches() RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
    SELECT coalesce(pg_stat_get_xact_function_calls('internal.ticket_search'::regproc), 0)
$$;
CREATE FUNCTION pg_temp.read() RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER AS $$ SELECT test.rows_read('desk.ticket') $$;
CREATE FUNCTION pg_temp.newest(condition text, keys bigint []) RETURNS bigint [] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT test.walk(newest.condition || ' AND coalesce(t.team_id, 0) = ANY (''' || newest.keys::text || ''')', '-id', ROW(NULL, 9223372036854775807, NULL), 26)
$$;
SELECT ARRAY[:here, :there, 0] AS keys \gset
SELECT min(t.id) + 30 AS near FROM desk.ticket AS t \gset

SELECT test.enter_as(:ada);
SELECT ok(pg_temp.match('COMMON', :'keys') @> pg_temp.newest('true', :'keys'), 'a page of a common word is found');
SELECT is(pg_temp.searches(), 0::bigint, 'in the list itself, without the index');
SELECT ok(pg_temp.match('half common', :'keys') @> pg_temp.newest('t.subject LIKE ''%half%''', :'keys'), 'and of two');
SELECT is(pg_temp.searches(), 0::bigint, 'without the index, too');
SELECT pg_temp.searches() AS searches \gset
SELECT pg_temp.read() AS before \gset
SELECT cardinality(pg_temp.match('common', ARRAY[:here])) AS found \gset
SELECT ok(:found BETWEEN 26 AND 200 AND pg_temp.read() - :before <= 300, 'whose next rows alone are read');
SELECT is(ARRAY(SELECT unnest(pg_temp.match('rare', :'keys')) ORDER BY 1), ARRAY(SELECT unnest(pg_temp.newest('t.subject LIKE ''%rare''', :'keys')) ORDER BY 1),
          'a rare one at the far end');
SELECT is(pg_temp.searches() - :searches, 1::bigint, 'by the index');
SELECT is(ARRAY(SELECT unnest(pg_temp.match('rare', :'keys', starts_id => :near)) ORDER BY 1),
          ARRAY(SELECT unnest(pg_temp.newest('t.subject LIKE ''%rare''', :'keys')) ORDER BY 1), 'but not where the list ends before');
SELECT is(pg_temp.match('', :'keys') || pg_temp.match('!', NULL) || pg_temp.match('nowhere', :'keys'), '{}'::bigint [], 'none without words, or with words that none has');
SELECT test.enter_as(:root);
SELECT is(pg_temp.match('old', NULL, row_limit => 2) IS NULL AND cardinality(pg_temp.match('rare', NULL)) = 4, true,
          'among all tickets likewise; NULL where they are many, and far');
SELECT is((SELECT count(*) - count(DISTINCT i.id) FROM unnest(pg_temp.match('half', NULL, row_limit => 60)) AS i (id)), 0::bigint, 'each once, looked at twice');
SELECT is(pg_temp.match('common', ARRAY[NULL]::bigint []), '{}'::bigint [], 'of a team that cannot be, none');
SELECT pg_temp.read() AS before \gset
SELECT ARRAY(SELECT unnest(pg_temp.match('some', ARRAY[:here] || ARRAY(SELECT :away + n FROM generate_series(1, 799) AS n)))) AS found \gset
SELECT ok(pg_temp.read() - :before <= 60, 'the more teams, the fewer rows are looked at: 4,000 of all together');
SELECT test.leave();

-- Above has the newer ones, of which the oldest alone has the word; Below has it everywhere.
INSERT INTO desk.ticket (client_id, team_id, subject)
SELECT :cleo, CASE WHEN n <= 60 THEN :below ELSE :above END, CASE WHEN n <= 61 THEN 'Both ' ELSE 'Other ' END || n
  FROM generate_series(1, 200) AS n
 ORDER BY n;
SELECT test.enter_as(:ada);
SELECT pg_temp.searches() AS searches \gset
SELECT ok(pg_temp.match('both', ARRAY[:below, :above]) @> pg_temp.newest('t.subject LIKE ''Both%''', ARRAY[:below, :above]),
          'a page of which one team''s rows are the next ones of its list, and another''s are at its far end');
SELECT is(pg_temp.searches() - :searches, 1::bigint, 'which one search of the index found');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_match'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_match('a', NULL, 'id', NULL, 1)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
