BEGIN;
SELECT plan(13);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Dan') AS dan, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Eve') AS eve \gset
SELECT test.team('Here', :ada, :ben, :dan) AS here, test.team('There', :ada, :ben, :dan) AS there, test.team('Away', :ada, :ben) AS away,
       test.organisation('Shared', true, :cleo, :dora) AS shared \gset
SELECT test.tickets(ARRAY[:cleo, :dora, :eve], ARRAY[:ada, :ben, NULL], ARRAY[:here, :there, :away, NULL]);

-- It is asked as the public functions ask it: subject to the policies. With every pair of filters, in every order, from anywhere on.
CREATE FUNCTION pg_temp.differs(clients bigint [], agents bigint [], teams bigint [], visible text)
RETURNS text [] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT array_agg(ROW(c.id, a.id, a.unassigned, m.id, m.teamless, s.subject, d.after, d.before, d.updated_after, d.updated_before, o.sort, e.ended)::text)
      FROM (SELECT NULL::bigint AS id UNION ALL SELECT unnest(differs.clients)) AS c
     CROSS JOIN (SELECT NULL::bigint AS id, false AS unassigned UNION ALL SELECT NULL, true UNION ALL SELECT unnest(differs.agents), false) AS a
     CROSS JOIN (SELECT NULL::bigint AS id, false AS teamless UNION ALL SELECT NULL, true WHERE differs.teams IS NOT NULL UNION ALL SELECT unnest(differs.teams), NULL) AS m
     CROSS JOIN (VALUES (NULL), ('ticket'), ('7')) AS s (subject)
     CROSS JOIN (VALUES (NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz),
                        ('2020-01-01 00:00+00', '2020-01-05 00:00+00', NULL, NULL),
                        (NULL, NULL, '2020-06-01 00:00+00', '2020-06-06 00:00+00')) AS d (after, before, updated_after, updated_before)
     CROSS JOIN (VALUES ('id'), ('-id'), ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
     CROSS JOIN LATERAL (
          SELECT NULL::internal.list_cursor
           UNION ALL
          (SELECT ROW(t.id, CASE o.sort WHEN 'id' THEN NULL WHEN '-id' THEN NULL WHEN 'created_at' THEN t.created_at::text
                                        WHEN '-created_at' THEN t.created_at::text ELSE t.updated_at::text END)::internal.list_cursor
             FROM desk.ticket AS t
            WHERE t.created_at > '2020-01-01 00:00+00' AND t.created_at < '2020-01-05 00:00+00'
              AND t.updated_at > '2020-06-01 00:00+00' AND t.updated_at < '2020-06-06 00:00+00'
            ORDER BY t.id OFFSET 5 LIMIT 1)
     ) AS e (ended)
     WHERE test.walk(
               concat_ws(' AND ', differs.visible, 't.client_id = ' || c.id, 't.agent_id = ' || a.id,
                         CASE WHEN a.unassigned THEN 't.agent_id IS NULL' END, 't.team_id = ' || m.id,
                         CASE WHEN m.teamless THEN 't.team_id IS NULL' END,
                         't.subject ~* ''\m' || s.subject || '\M''', 't.created_at > ' || quote_literal(d.after), 't.created_at < ' || quote_literal(d.before),
                         't.updated_at > ' || quote_literal(d.updated_after), 't.updated_at < ' || quote_literal(d.updated_before)),
               o.sort, internal.list_part_make(o.sort, e.ended, NULL, NULL), 20
           ) <> ARRAY(SELECT f.id
                        FROM internal.ticket_filter(c.id, a.id, a.unassigned, m.id, m.teamless, s.subject, d.after, d.before, d.updated_after, d.updated_before,
                                                    o.sort, e.ended, 20, false) AS f);
$$;
ALTER FUNCTION pg_temp.differs OWNER TO ticketfirst_api;
CREATE FUNCTION pg_temp.found(client_id bigint, agent_id bigint, unassigned boolean, team_id bigint, teamless boolean, updated_after timestamptz, deleted boolean)
RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT count(*)
      FROM internal.ticket_filter(found.client_id, found.agent_id, found.unassigned, found.team_id, found.teamless, NULL, NULL, NULL,
                                  found.updated_after, NULL, 'id', NULL, 1000, found.deleted)
$$;
ALTER FUNCTION pg_temp.found OWNER TO ticketfirst_api;

SELECT test.enter_as(:root);
SELECT is(pg_temp.differs(ARRAY[:cleo], ARRAY[:ben], ARRAY[:here], 'true'), NULL, 'live tickets by any filters together, in each order, from anywhere on');
SELECT is(pg_temp.found(NULL, NULL, false, NULL, false, NULL, true), 6::bigint, 'or deleted ones');
SELECT is(pg_temp.found(NULL, NULL, NULL, NULL, NULL, '2020-06-05 00:00+00', NULL),
          (cardinality(test.walk('t.updated_at > ''2020-06-05 00:00+00''', 'id', ROW(NULL, 0, NULL), 1000)))::bigint,
          'NULL filters nothing; times of another order do');
SELECT is(pg_temp.found(NULL, :ada, true, NULL, false, NULL, false) + pg_temp.found(NULL, NULL, NULL, :here, true, NULL, false)
          + pg_temp.found(NULL, 0, false, NULL, false, NULL, false) + pg_temp.found(NULL, NULL, false, 0, false, NULL, false),
          0::bigint, 'none is of an agent and of nobody, of a team and of none, or of 0');
SELECT test.enter_as(:dan);
SELECT is(pg_temp.differs(ARRAY[:cleo], ARRAY[:ben], ARRAY[:here], 'coalesce(t.team_id, 0) <> ' || :away), NULL,
          'to an agent those that the policies let through');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.differs(ARRAY[:dora, :eve], ARRAY[:ben], NULL, 't.client_id IN (' || :cleo || ', ' || :dora || ')' ), NULL,
          'and to a client');
SELECT is(pg_temp.found(NULL, NULL, false, NULL, true, NULL, false) + pg_temp.found(NULL, NULL, false, :here, false, NULL, false), 0::bigint,
          'who learns nothing of teams');
SELECT test.leave();

-- what is not the caller's is not looked through
SET LOCAL track_functions = 'all';
SELECT test.rows_read('desk.ticket') AS before \gset
SELECT test.enter_as_client(:dora);
SELECT pg_temp.found(:eve, NULL, true, NULL, NULL, NULL, NULL), pg_temp.found(NULL, NULL, true, :here, NULL, NULL, NULL);
SELECT test.enter_as(:dan);
SELECT pg_temp.found(NULL, :ben, NULL, :away, NULL, NULL, NULL), pg_temp.found(NULL, NULL, NULL, :away, NULL, '2000-01-01Z', NULL);
SELECT test.leave();
SELECT is(test.rows_read('desk.ticket') - :before,
          0::bigint, 'another client''s and another team''s tickets are not looked through for the policies to hide them');
CREATE FUNCTION pg_temp.search(words text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT count(*) FROM internal.ticket_filter(NULL, NULL, NULL, NULL, NULL, search.words, NULL, NULL, NULL, NULL, 'id', NULL, 5, NULL)
$$;
ALTER FUNCTION pg_temp.search OWNER TO ticketfirst_api;
SELECT test.enter_as_client(:dora);
SELECT pg_temp.search('ticket');
SELECT test.leave();
SELECT coalesce(pg_stat_get_xact_function_calls('internal.ticket_search'::regproc), 0) AS by_client \gset
SELECT test.enter_as(:dan);
SELECT pg_temp.search('ticket');
SELECT test.leave();
SELECT is(ARRAY[:by_client, pg_stat_get_xact_function_calls('internal.ticket_search'::regproc)], ARRAY[0, 3]::bigint [],
          'nor are others'' words looked for by a client');

-- words that are many in one team and few in others
INSERT INTO desk.ticket (client_id, team_id, subject, created_at)
SELECT :cleo, (ARRAY[:here, :there, :away])[1 + (n > 200)::integer + (n > 204)::integer], 'Ticket often', timestamptz '2020-01-01 00:00+00' + n * interval '1 minute'
  FROM generate_series(1, 250) AS n;
CREATE FUNCTION pg_temp.often(visible text) RETURNS text [] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT array_agg(o.sort || l.n)
      FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
     CROSS JOIN (VALUES (5), (20), (1000)) AS l (n)
     WHERE test.walk('t.subject = ''Ticket often'' AND ' || often.visible, o.sort, internal.list_part_make(o.sort, NULL, NULL, NULL), l.n)
           <> ARRAY(SELECT f.id FROM internal.ticket_filter(NULL, NULL, NULL, NULL, NULL, 'often ticket', NULL, NULL, NULL, NULL, o.sort, NULL, l.n, NULL) AS f)
$$;
ALTER FUNCTION pg_temp.often OWNER TO ticketfirst_api;
SELECT test.enter_as(:root);
SELECT is(pg_temp.often('true'), NULL, 'words are found whether many have them');
SELECT test.enter_as(:dan);
SELECT is(pg_temp.often('t.team_id <> ' || :away), NULL, 'or many in one team and few in another');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_filter'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_filter(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'id', NULL, 1, NULL)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
