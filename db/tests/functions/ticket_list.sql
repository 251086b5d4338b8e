BEGIN;
SELECT plan(41);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE ticket_list_mapped LOGIN;
CREATE ROLE ticket_list_unmapped LOGIN;
CREATE ROLE ticket_list_stranger LOGIN;
GRANT ticketfirst_service TO ticket_list_mapped, ticket_list_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_list_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_list_mapped', :ben);

-- 48 tickets of two clients, two agents and nobody, made at 5 times and changed at 7 others; every eighth is deleted.
INSERT INTO desk.ticket (client_id, agent_id, subject, created_at)
SELECT CASE WHEN n.n % 3 = 0 THEN :dora ELSE :cleo END,
       CASE n.n % 4 WHEN 1 THEN :ben WHEN 2 THEN NULL ELSE :ada END,
       CASE WHEN n.n % 2 = 0 THEN 'Printer on fire' ELSE 'The Mouse is slow, slow' END,
       timestamptz '2020-01-01 00:00+00' + n.n * 3 % 5 * interval '1 day'
  FROM generate_series(1, 48) AS n (n)
 ORDER BY n.n;
DO $$
DECLARE
    v_before CONSTANT bigint := (SELECT min(t.id) - 1 FROM desk.ticket AS t);
BEGIN
    FOR i IN 0..6 LOOP
        PERFORM set_config('ticketfirst.clock', (timestamptz '2020-06-01 00:00+00' + i * interval '1 day')::text, true);
        UPDATE desk.ticket SET description = 'Again' WHERE (id - v_before) * 5 % 7 = i;
        UPDATE desk.ticket SET deleted_at = internal.clock() WHERE (id - v_before) * 5 % 7 = i AND (id - v_before) % 8 = 0;
    END LOOP;
    PERFORM set_config('ticketfirst.clock', '', true);
END;
$$;

-- What a list should have, said in another way: everything is sorted, nothing is looked up.
CREATE FUNCTION test.expected(
    agent_id bigint, unassigned boolean, client_id bigint, word text, created_after timestamptz, created_before timestamptz,
    updated_after timestamptz, updated_before timestamptz, sort text, deleted boolean
) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT coalesce(
        array_agg(t.id ORDER BY
            CASE expected.sort WHEN 'created_at' THEN t.created_at WHEN 'updated_at' THEN t.updated_at END,
            CASE expected.sort WHEN '-created_at' THEN t.created_at WHEN '-updated_at' THEN t.updated_at END DESC,
            CASE WHEN expected.sort LIKE '-%' THEN -t.id ELSE t.id END
        ),
        '{}'
    )
      FROM desk.ticket AS t
     WHERE (t.deleted_at IS NOT NULL) = expected.deleted
       AND (expected.agent_id IS NULL OR coalesce(t.agent_id = expected.agent_id, false))
       AND (NOT expected.unassigned OR t.agent_id IS NULL)
       AND (expected.client_id IS NULL OR t.client_id = expected.client_id)
       AND (expected.word IS NULL OR t.subject ILIKE '%' || expected.word || '%')
       AND (expected.created_after IS NULL OR t.created_at > expected.created_after)
       AND (expected.created_before IS NULL OR t.created_at < expected.created_before)
       AND (expected.updated_after IS NULL OR t.updated_at > expected.updated_after)
       AND (expected.updated_before IS NULL OR t.updated_at < expected.updated_before)
$$;
SELECT min(t.id) AS any FROM desk.ticket AS t WHERE t.deleted_at IS NULL \gset

-- First of all, as PostgreSQL plans a session's first calls with their arguments.
SET LOCAL track_functions = 'all';
CREATE FUNCTION pg_temp.looks() RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
    SELECT coalesce(pg_stat_get_xact_function_calls('internal.ticket_find'::regproc), 0)
$$;
SELECT test.enter_as(:root);
SELECT count(*) AS found FROM api.ticket_list() \gset
SELECT is(pg_temp.looks(), 1::bigint, 'looked for once, by a session whose plans are new, too');

-- every filter, alone and with every other, in every order
SELECT is(
    (SELECT array_agg(ROW(a.agent_id, a.unassigned, c.client_id, s.subject, k.low, k.high, u.low, u.high, o.sort, d.deleted)::text)
       FROM (VALUES (NULL::bigint, false), (:ada, false), (:ben, false), (NULL, true), (:ada, true), (0, false)) AS a (agent_id, unassigned)
       CROSS JOIN (VALUES (NULL::bigint), (:cleo), (:dora)) AS c (client_id)
       CROSS JOIN (VALUES (NULL, NULL), ('fire PRINTER', 'printer')) AS s (subject, word)
       CROSS JOIN (VALUES (NULL::timestamptz, NULL::timestamptz), ('2020-01-01 00:00+00', NULL), (NULL, '2020-01-05 00:00+00'),
                          ('2020-01-01 00:00+00', '2020-01-04 00:00+00')) AS k (low, high)
       CROSS JOIN (VALUES (NULL::timestamptz, NULL::timestamptz), ('2020-06-02 00:00+00', NULL), (NULL, '2020-06-06 00:00+00'),
                          ('2020-06-02 00:00+00', '2020-06-06 00:00+00')) AS u (low, high)
       CROSS JOIN (VALUES ('id'), ('-id'), ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
       CROSS JOIN (VALUES (false), (true)) AS d (deleted)
      WHERE test.expected(a.agent_id, a.unassigned, c.client_id, s.word, k.low, k.high, u.low, u.high, o.sort, d.deleted)
            <> ARRAY(SELECT l.id FROM api.ticket_list(a.agent_id, a.unassigned, c.client_id, s.subject, k.low, k.high, u.low, u.high,
                                                      o.sort, 1000, NULL, d.deleted) AS l)),
    NULL, 'each filter alone and with all others, in each order, of live and of deleted tickets'
);

SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(DISTINCT to_jsonb(l)) FROM api.ticket_list(row_limit => 1) AS l),
    ARRAY[to_jsonb(api.ticket_get(:any))], 'its rows are tickets, as api.ticket_get has them'
);
SELECT is((SELECT count(*) FROM api.ticket_list()), 25::bigint, 'unless said, there are 25 rows');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(row_limit => 1000) AS l), test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, 'id', false),
          'by id and live, unless said');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(created_after => '2000-01-01', row_limit => 1000) AS l),
          test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, 'created_at', false), 'filtered by the time made, by that');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(updated_before => '2100-01-01', row_limit => 1000) AS l),
          test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, 'updated_at', false), 'filtered by the time changed, by that');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(created_before => '2100-01-01', updated_after => '2000-01-01', row_limit => 1000) AS l),
          test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, 'created_at', false), 'by both, by the time made');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(created_after => '2000-01-01', sort => '-id', row_limit => 1000) AS l),
          test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '-id', false), 'but in the order asked for, where one is');
SELECT is((SELECT count(*) FROM api.ticket_list(client_id => 0)), 0::bigint, 'a client who never was has no tickets');
SELECT is((SELECT count(*) FROM api.ticket_list(agent_id => :ada, unassigned => true)), 0::bigint, 'none is of an agent and of nobody');
SELECT is((SELECT count(*) FROM api.ticket_list(agent_id => 0)) + (SELECT count(*) FROM api.ticket_list(agent_id => -1)), 0::bigint,
          'neither 0 nor -1 stands for nobody');
SELECT is((SELECT count(*) FROM api.ticket_list(unassigned => NULL, deleted => NULL, row_limit => 1000)), 42::bigint, 'NULL filters nothing');
SELECT is(
    (SELECT count(*) FROM api.ticket_list(created_after => '-infinity', created_before => 'infinity', updated_after => '-infinity',
                                          updated_before => 'infinity', row_limit => 1000)),
    42::bigint, 'infinity is a time to filter by'
);
SELECT is((SELECT count(*) FROM api.ticket_list(created_after => '2020-01-04', created_before => '2020-01-02')), 0::bigint,
          'nothing is later than it is earlier');

-- words
SELECT is(
    (SELECT array_agg((SELECT count(*) FROM api.ticket_list(subject => w.words, row_limit => 1000)) ORDER BY w.n)
       FROM (VALUES (1, 'printer'), (2, 'PRINTER fire'), (3, ' fire,  on the'), (4, 'slow mouse'), (5, 'print'), (6, 'printer mouse'),
                    (7, 'printer & !fire | :* ''"\ <-> ('), (8, 'the'), (9, 'nowhere'), (10, E'fire\n\tprinter')) AS w (n, words)),
    ARRAY[18, 18, 0, 24, 0, 0, 18, 24, 0, 18]::bigint[],
    'all words, whole ones, in any order and case, with any signs between them'
);
SELECT is(test.refusal('SELECT api.ticket_list(subject => repeat(''x '', 100))'), 'allowed', 'words of 200 characters together are looked for');
SELECT is(test.refusal('SELECT api.ticket_list(subject => repeat(''x '', 100) || ''x'')'), 'TF422 ticket_words_length subject', 'longer ones are refused');
SELECT is(
    (SELECT sum((SELECT count(*) FROM api.ticket_list(subject => w.words))) FROM (VALUES (''), (' '), ('!'), (E'\n'), ('''')) AS w (words)),
    0::numeric, 'no word finds nothing'
);

-- what is refused
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_list(row_limit => %s)', l.row_limit)))
       FROM (VALUES ('0'), ('-1'), ('1001'), ('2147483647'), ('-2147483648'), ('NULL')) AS l (row_limit)),
    ARRAY['TF422 list_limit_range row_limit'], 'refuses a limit outside 1 to 1,000'
);
SELECT is((SELECT array_agg((SELECT count(*) FROM api.ticket_list(row_limit => l.row_limit)) ORDER BY l.row_limit)
             FROM (VALUES (1), (2), (41), (42), (43), (1000)) AS l (row_limit)),
          ARRAY[1, 2, 41, 42, 42, 42]::bigint[], 'takes what lies between');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_list(sort => %L)', s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('+id'), ('ID'), (' id'), ('id '), ('subject'), ('deleted_at'), ('id; DROP TABLE x'), ('id,created_at'),
                    (E'id\n'), ('t.id')) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses an unknown order'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_list(after => %L)', c.cursor)))
       FROM (VALUES (''), ('x'), ('!'), ('%00'), ('bm90IGEgY3Vyc29y'), (U&'\+01F525'), ('1'), (repeat('QUJD', 50000))) AS c (cursor)),
    ARRAY['TF400 cursor_invalid after'], 'refuses what is no cursor'
);
SELECT is(test.refusal('SELECT api.ticket_list(deleted => true)'), 'TF403 permission_missing deleted', 'deleted tickets are the administrators'' to list');

-- it goes on after a cursor of api.ticket_page
SELECT (api.ticket_page(sort => '-updated_at', client_id => :cleo, row_limit => 5)).next AS next \gset
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(sort => '-updated_at', client_id => :cleo, row_limit => 1000, after => :'next') AS l),
          (test.expected(NULL, false, :cleo, NULL, NULL, NULL, NULL, NULL, '-updated_at', false))[6:], 'goes on after a cursor');
SELECT is(test.refusal(format('SELECT api.ticket_list(sort => ''-updated_at'', client_id => %s, after => %L)', :dora, :'next')),
          'TF400 cursor_invalid after', 'but not with another filter');

-- rows come and go
SELECT r.id AS fresh FROM api.ticket_create('Fresh paint', :cleo) AS r \gset
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'paint') AS l), ARRAY[:fresh]::bigint[], 'a new ticket is found');
SELECT api.ticket_update(:fresh, '{"subject": "Old varnish"}');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'paint') AS l), '{}', 'not under its former subject');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'varnish') AS l), ARRAY[:fresh]::bigint[], 'but under its new one');
SELECT api.ticket_delete(:fresh);
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'varnish') AS l), '{}', 'deleted, it has left');
SELECT test.enter_as(:root);
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'varnish', deleted => true) AS l), ARRAY[:fresh]::bigint[], 'and is among the deleted');
SELECT api.ticket_restore(:fresh);
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'varnish', deleted => true) AS l), '{}', 'restored, it is not');
SELECT is(ARRAY(SELECT l.id FROM api.ticket_list(subject => 'varnish') AS l), ARRAY[:fresh]::bigint[], 'but is in the list again');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.ticket_list'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.ticket_list()'),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_list(client_id => 0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_list_mapped;
SELECT is(test.refusal('SELECT api.ticket_list()'),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION ticket_list_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal('SELECT api.ticket_list()'),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_list_stranger;
SELECT is(test.refusal('SELECT api.ticket_list()'),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal('SELECT api.ticket_list()'),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_list'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
