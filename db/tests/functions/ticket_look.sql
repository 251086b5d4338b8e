BEGIN;
SELECT plan(6);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo \gset
SELECT test.team('Here', :ada) AS here, test.team('Away', :root) AS away \gset
INSERT INTO desk.ticket (client_id, team_id, subject)
SELECT :cleo, CASE n % 3 WHEN 0 THEN :here WHEN 1 THEN :away END, 'Case ' || CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END
  FROM generate_series(1, 30) AS n
 ORDER BY n;

-- It is asked as the public functions ask it: subject to the policies. Ids count from 1 here.
CREATE FUNCTION pg_temp.look(words text, keys bigint [], row_limit integer)
RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
    SELECT l.seen || ' ' || ARRAY(SELECT i.id - (SELECT min(t.id) - 1 FROM desk.ticket AS t) FROM unnest(l.ids) AS i (id))::text
      FROM internal.ticket_look(plainto_tsquery('simple', look.words), look.keys IS NULL, look.keys, '-id',
                                internal.list_part_make('-id', NULL, NULL, NULL), look.row_limit) AS l
$$;
ALTER FUNCTION pg_temp.look OWNER TO ticketfirst_owner;

SELECT test.enter_as(:root);
SELECT is(pg_temp.look('even case', NULL, 5), '5 {30,28,26}', 'of the next rows of all tickets, those with the words');
SELECT is(pg_temp.look('EVEN', ARRAY[:here, 0], 6), '6 {30,26,24}', 'of those of teams together');
SELECT is(pg_temp.look('odd', ARRAY[:here], 100), '10 {27,21,15,9,3}', 'how many there were, where they end');
SELECT is(pg_temp.look('nowhere', ARRAY[:here], 3) || pg_temp.look('odd', ARRAY[NULL]::bigint [], 3), '3 {}0 {}', 'none have other words, and there is no team NULL');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_look'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_look('a', true, NULL, 'id', NULL, 1)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
