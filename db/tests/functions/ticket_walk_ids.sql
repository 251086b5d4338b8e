BEGIN;
SELECT plan(9);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Dan') AS dan, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Eve') AS eve \gset
SELECT test.team('Here', :ada, :ben, :dan) AS here, test.team('There', :ada, :ben, :dan) AS there, test.team('Away', :ada, :ben) AS away,
       test.organisation('Shared', true, :cleo, :dora) AS shared \gset
SELECT test.tickets(ARRAY[:cleo, :dora, :eve], ARRAY[:ada, :ben, NULL], ARRAY[:here, :there, :away, NULL]);

-- It is asked as the public functions ask it: subject to the policies.
CREATE FUNCTION pg_temp.differs(ids bigint [], visible text) RETURNS text [] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT array_agg(ROW(p.sort, p.part, l.row_limit)::text)
      FROM test.list_parts() AS p
     CROSS JOIN (VALUES (1), (5), (1000)) AS l (row_limit)
     WHERE test.walk('t.id = ANY (''' || differs.ids::text || ''') AND ' || differs.visible, p.sort, p.part, l.row_limit)
           <> ARRAY(SELECT w.id FROM internal.ticket_walk_ids(differs.ids, p.sort, p.part, l.row_limit) AS w);
$$;
CREATE FUNCTION pg_temp.found(ids bigint []) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT count(*) FROM internal.ticket_walk_ids(found.ids, '-id', ROW(NULL, 9223372036854775807, NULL), 1000);
$$;
ALTER FUNCTION pg_temp.differs OWNER TO ticketfirst_api;
ALTER FUNCTION pg_temp.found OWNER TO ticketfirst_api;
SELECT array_agg(t.id ORDER BY t.id % 7) FILTER (WHERE t.id % 3 > 0) AS some, array_agg(t.id) AS every,
       (array_agg(t.id ORDER BY t.id) FILTER (WHERE t.deleted_at IS NULL))[1:5] AS five FROM desk.ticket AS t \gset

SELECT test.enter_as(:root);
SELECT is(pg_temp.differs(:'some', 'true'), NULL, 'the live ones of some tickets, in each order, from anywhere on, to any time');
SELECT is(pg_temp.found(:'every'), 42::bigint, 'all together are 42');
SELECT is(pg_temp.found('{}') + pg_temp.found('{0,-1}') + pg_temp.found(NULL), 0::bigint, 'none of none');
SELECT test.enter_as(:dan);
SELECT is(pg_temp.differs(:'every', 'coalesce(t.team_id, 0) <> ' || :away), NULL, 'to an agent those that the policies let through');
SELECT test.leave();
SELECT is((SELECT count(*) FROM internal.ticket_walk_ids(:'every', 'id', ROW(NULL, 0, NULL), 0)), 0::bigint, 'no rows, where none are asked for');

-- the plan
SELECT is(
    (SELECT array_agg(c.c ORDER BY c.c) FROM pg_proc AS p CROSS JOIN unnest(p.proconfig) AS c (c) WHERE p.oid = 'internal.ticket_walk_ids'::regproc),
    ARRAY['enable_seqscan=off', 'jit=off', 'plan_cache_mode=force_generic_plan', 'search_path=pg_catalog, pg_temp'],
    'is planned once in a session, by an index of the ids'
);
-- Among many: of 42, PostgreSQL 15 reads all.
SET LOCAL session_replication_role = replica;
INSERT INTO desk.ticket (subject, subject_key, client_id) SELECT 'Printer ' || n, '', :cleo FROM generate_series(1, 3000) AS n;
SET LOCAL session_replication_role = origin;
DISCARD PLANS;
SELECT test.rows_read('desk.ticket') AS before \gset
SELECT count(w.id) AS found
  FROM (VALUES ('id', 0), ('-id', 1000000), ('created_at', 0), ('-created_at', 0), ('updated_at', 0), ('-updated_at', 0)) AS o (sort, id)
 CROSS JOIN LATERAL internal.ticket_walk_ids(:'five', o.sort, ROW(CASE WHEN o.sort LIKE '-%' THEN timestamptz 'infinity' ELSE '-infinity' END, o.id,
                                CASE WHEN o.sort LIKE '-%' THEN timestamptz '-infinity' ELSE 'infinity' END), 3) AS w \gset
SELECT test.rows_read('desk.ticket') - :before AS read \gset
SELECT ok(:found = 18 AND :read < 1000, 'five tickets for each order, and not all 3,000: ' || :read);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_walk_ids'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.ticket_walk_ids('{1}', 'id', ROW(NULL, 0, NULL), 1)$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
