-- Lists of tickets, read page by page in every order and with every filter by callers of every kind, against plain counting
-- by who sees all: that no ticket is left out, comes twice, comes in another's place, or is not the caller's.
BEGIN;
SELECT plan(15);

-- Deterministic, and as mixed as can be: 200 tickets of 6 clients, 5 teams and none, with agents of theirs and without.
SELECT setseed(0.5);
SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada, test.agent('Ben') AS ben,
       test.agent('New') AS new, test.service('Monitor', 'monitor') AS monitor \gset
INSERT INTO desk.client (name, email) SELECT 'Client ' || n, n || '@client.example' FROM generate_series(1, 6) AS n;
SELECT min(c.id) AS c1, min(c.id) + 1 AS c2, min(c.id) + 2 AS c3 FROM desk.client AS c \gset
SELECT test.organisation('Shared', true, :c1, :c2) AS shared, test.organisation('Each', false, :c3, :c3 + 1) AS each \gset
SELECT test.team('T1', :ada, :lea) AS t1, test.team('T2', :ada, :ben) AS t2, test.team('T3', :ada) AS t3,
       test.team('T4', :ben, :lea) AS t4, test.team('T5') AS t5 \gset
INSERT INTO desk.ticket (subject, client_id, team_id, agent_id, created_at, updated_at)
SELECT (ARRAY['red car', 'blue car', 'red boat'])[1 + n % 3],
       :c1 + cast(floor(random() * 6) AS bigint),
       k.id,
       (SELECT m.agent_id FROM desk.team_member AS m WHERE m.team_id = k.id AND n % 4 <> 0 ORDER BY md5(n::text || m.agent_id) LIMIT 1),
       '2020-01-01Z'::timestamptz + floor(random() * 50) * interval '1 day',
       '2021-01-01Z'::timestamptz + floor(random() * 50) * interval '1 day'
  FROM generate_series(1, 200) AS n
  LEFT JOIN LATERAL (SELECT t.id FROM desk.team AS t WHERE t.id = :t1 + n * 7 % 6) AS k ON true;
UPDATE desk.ticket SET agent_id = :new WHERE team_id IS NULL AND id % 5 = 0;
UPDATE desk.ticket SET deleted_at = now() WHERE id % 9 = 0;
ANALYZE desk.ticket;

-- Every list that is asked for: a condition in plain SQL, and the arguments that mean the same.
CREATE TABLE pg_temp.filter (condition text NOT NULL, arguments text NOT NULL, deleted boolean NOT NULL);
INSERT INTO pg_temp.filter (condition, arguments, deleted)
SELECT concat_ws(' AND ', d.condition, a.condition, c.condition, t.condition, s.condition, w.condition),
       concat_ws(', ', d.arguments, a.arguments, c.arguments, t.arguments, s.arguments, w.arguments),
       d.arguments IS NOT NULL
  FROM (VALUES ('deleted_at IS NULL', NULL), ('deleted_at IS NOT NULL', 'deleted => true')) AS d (condition, arguments)
 CROSS JOIN (VALUES (NULL, NULL), (format('agent_id = %s', :ada), format('agent_id => %s', :ada)),
                    ('agent_id IS NULL', 'unassigned => true')) AS a (condition, arguments)
 CROSS JOIN (VALUES (NULL, NULL), (format('client_id = %s', :c2), format('client_id => %s', :c2))) AS c (condition, arguments)
 CROSS JOIN (VALUES (NULL, NULL), (format('team_id = %s', :t2), format('team_id => %s', :t2)),
                    ('team_id IS NULL', 'teamless => true')) AS t (condition, arguments)
 CROSS JOIN (VALUES (NULL, NULL), ('subject ~ ''car''', 'subject => ''car''')) AS s (condition, arguments)
 CROSS JOIN (VALUES (NULL, NULL), ('created_at > ''2020-01-10Z''', 'created_after => ''2020-01-10Z'''),
                    ('updated_at < ''2021-01-30Z'' AND created_at < ''2020-02-01Z''',
                     'updated_before => ''2021-01-30Z'', created_before => ''2020-02-01Z''')) AS w (condition, arguments)
 WHERE num_nonnulls(d.arguments, a.arguments, c.arguments, t.arguments, s.arguments, w.arguments) <= 2; -- every pair
GRANT SELECT ON pg_temp.filter TO PUBLIC;

CREATE FUNCTION pg_temp.expected(condition text, sort text, scope text) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_direction CONSTANT text := CASE WHEN sort LIKE '-%' THEN 'DESC' ELSE 'ASC' END;
    v_ids bigint [];
BEGIN
    EXECUTE format('SELECT array_agg(id ORDER BY %1$I %2$s, id %2$s) FROM desk.ticket WHERE (%3$s) AND (%4$s)',
                   ltrim(sort, '-'), v_direction, condition, scope)
       INTO v_ids;
    RETURN coalesce(v_ids, '{}');
END;
$$;

CREATE FUNCTION pg_temp.walked(arguments text, sort text, row_limit integer) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    v_page api.ticket_page;
    v_ids bigint [] := '{}';
BEGIN
    FOR v_number IN 1..500 LOOP
        EXECUTE format('SELECT (p).* FROM (SELECT api.ticket_page(%s) AS p OFFSET 0) AS s',
                       concat_ws(', ', nullif(arguments, ''), format('sort => %L', sort), format('row_limit => %s', row_limit),
                                 format('after => %L', v_page.next)))
           INTO v_page;
        v_ids := v_ids || ARRAY(SELECT i.id FROM unnest(v_page.items) WITH ORDINALITY AS i ORDER BY i.ordinality);
        EXIT WHEN v_page.next IS NULL;
    END LOOP;
    RETURN v_ids;
END;
$$;

-- The lists that are not what they should be, of a caller who sees what the scope says: with each filter two orders, others
-- for other callers. Who does not know teams finds none by them.
CREATE FUNCTION pg_temp.wrong(scope text, deleted boolean, knows_teams boolean DEFAULT true) RETURNS TABLE (arguments text, sort text, row_limit integer)
LANGUAGE sql AS $$
    SELECT f.arguments, s.sort, f.row_limit
      FROM (SELECT g.*, (ARRAY[7, 20, 100])[1 + g.number % 3] AS row_limit
              FROM (SELECT r.*, (row_number() OVER (ORDER BY r.arguments))::integer AS number FROM pg_temp.filter AS r) AS g) AS f
     CROSS JOIN (VALUES ('id', 1), ('-id', 2), ('created_at', 3), ('-created_at', 4), ('updated_at', 5), ('-updated_at', 6))
       AS s (sort, number)
     WHERE f.deleted <= wrong.deleted
       AND (s.number + f.number / 3 + length(wrong.scope)) % 3 = 0
       AND pg_temp.walked(f.arguments, s.sort, f.row_limit) <> pg_temp.expected(
               f.condition, s.sort, wrong.scope || CASE WHEN NOT wrong.knows_teams AND f.arguments ~ 'team' THEN ') AND (false' ELSE '' END
           )
$$;

SELECT test.enter_as(:root);
SELECT is_empty($$SELECT * FROM pg_temp.wrong('true', true)$$, 'an administrator sees all');
SELECT test.enter_as_service(:monitor);
SELECT is_empty($$SELECT * FROM pg_temp.wrong('true', true)$$, 'so does a monitor');
SELECT test.enter_as(:ada);
SELECT is_empty(format('SELECT * FROM pg_temp.wrong(%L, false)', format('team_id IS NULL OR team_id IN (%s, %s, %s)', :t1, :t2, :t3)),
                'an agent of three teams sees theirs, and those of no team');
SELECT test.enter_as(:lea);
SELECT is_empty(format('SELECT * FROM pg_temp.wrong(%L, false)', format('team_id IS NULL OR team_id IN (%s, %s)', :t1, :t4)),
                'a lead of two likewise');
SELECT test.enter_as(:new);
SELECT is_empty($$SELECT * FROM pg_temp.wrong('team_id IS NULL', false)$$, 'an agent of no team sees those of no team');
SELECT test.enter_as_client(:c1);
SELECT is_empty(format('SELECT * FROM pg_temp.wrong(%L, false, false)', format('client_id IN (%s, %s)', :c1, :c2)),
                'a client of an organisation that shares sees its colleague''s too');
SELECT test.enter_as_client(:c3);
SELECT is_empty(format('SELECT * FROM pg_temp.wrong(%L, false, false)', format('client_id = %s', :c3)),
                'one of an organisation that does not sees its own');
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'see_unassigned_tickets';
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'deleted_list';
SELECT test.enter_as(:ben);
SELECT is_empty(format('SELECT * FROM pg_temp.wrong(%L, true)', format('team_id IN (%s, %s)', :t2, :t4)),
                'without see_unassigned_tickets, an agent of two teams sees theirs alone, deleted ones too where it may');
SELECT test.enter_as(:new);
SELECT is_empty($$SELECT * FROM pg_temp.wrong('false', true)$$, 'and one of none sees nothing');

-- What a DBA shows to clients in desk.permission, their lists show them.
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'see_unassigned_tickets';
SELECT test.enter_as_client(:c1);
SELECT is_empty(format('SELECT * FROM pg_temp.wrong(%L, false, false)', format('client_id IN (%s, %s) OR team_id IS NULL', :c1, :c2)),
                'with see_unassigned_tickets a client sees those of no team too');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'see_all_tickets';
SELECT test.enter_as_client(:c3);
SELECT is_empty($$SELECT * FROM pg_temp.wrong('true', false, false)$$, 'with see_all_tickets all');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'client'::text WHERE name = 'see_teams';
SELECT test.enter_as_client(:c3);
SELECT is_empty($$SELECT * FROM pg_temp.wrong('true', false)$$, 'with see_teams by team too');

-- the test itself
SELECT test.enter_as(:ben);
SELECT isnt_empty($$SELECT * FROM pg_temp.wrong('true', false)$$, 'the comparison finds what is not seen');
SELECT cmp_ok(cardinality(pg_temp.walked('', 'created_at', 7)), '>', 49, 'there are many pages');
SELECT test.leave();
SELECT cmp_ok((SELECT count(*) FROM pg_temp.filter AS f WHERE pg_temp.expected(f.condition, 'id', 'true') <> '{}'), '>', 30::bigint,
              'and few lists are empty');

SELECT * FROM finish();
ROLLBACK;
