BEGIN;
SELECT plan(28);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo \gset
CREATE ROLE ticket_history_page_mapped LOGIN;
CREATE ROLE ticket_history_page_unmapped LOGIN;
CREATE ROLE ticket_history_page_stranger LOGIN;
GRANT ticketfirst_service TO ticket_history_page_mapped, ticket_history_page_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_history_page_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_history_page_mapped', :ben);
SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, subject => 'Here') AS here, test.ticket(:cleo, subject => 'There') AS there \gset
SELECT test.comment(:here, :ada, 'one') AS one, test.comment(:here, :ada, 'two') AS two \gset
SET LOCAL ticketfirst.clock = '';
-- one moves away and comes back, two moves away, and goes on there
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.request_id', 'req-1', true);
SELECT api.comment_move(:one, :there);
SELECT api.comment_update(:one, '{"body": "ONE"}');
SELECT api.comment_move(:one, :here);
SELECT api.comment_move(:two, :there);
SELECT api.comment_update(:two, '{"body": "TWO"}');
SELECT api.comment_delete(:two);
SELECT api.ticket_update(:here, '{"subject": "Hither"}');
SELECT api.ticket_assign_agent(:here, :ben);
SELECT test.leave();

-- All pages, one after the other.
CREATE FUNCTION test.walk(id bigint, sort text, row_limit integer) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    v_page api.event_page;
    v_ids bigint[] := '{}';
    v_pages integer := 0;
BEGIN
    LOOP
        v_page := api.ticket_history_page(walk.id, walk.sort, walk.row_limit, v_page.next);
        v_ids := v_ids || ARRAY(SELECT i.id FROM unnest(v_page.items) WITH ORDINALITY AS i ORDER BY i.ordinality);
        v_pages := v_pages + 1;
        EXIT WHEN v_page.next IS NULL;
        ASSERT cardinality(v_page.items) = walk.row_limit, 'only the last page is short';
        ASSERT v_pages < 1000, 'it goes round';
    END LOOP;
    RETURN v_ids;
END;
$$;
CREATE FUNCTION test.expected(id bigint) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT array_agg(e.id ORDER BY e.id) FROM desk.event AS e WHERE expected.id IN (e.ticket_id, e.former_ticket_id);
$$;
-- A cursor that somebody has changed.
CREATE FUNCTION test.forged(cursor text, pattern text, replacement text) RETURNS text LANGUAGE sql AS $$
    SELECT translate(encode(convert_to(regexp_replace(
        convert_from(decode(rpad(translate(forged.cursor, '-_', '+/'), (length(forged.cursor) + 3) / 4 * 4, '='), 'base64'), 'UTF8'),
        forged.pattern, forged.replacement), 'UTF8'), 'base64'), E'+/=\n', '-_');
$$;

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT ARRAY(SELECT to_jsonb(i) FROM unnest(p.items) AS i) FROM api.ticket_history_page(:here, '-id', 3) AS p),
    (SELECT array_agg(to_jsonb(l)) FROM api.ticket_history(:here, '-id', 3) AS l), 'a page has the rows of api.ticket_history'
);
SELECT is((SELECT ROW(cardinality(p.items), p.next) FROM api.ticket_history_page(:here, row_limit => 13) AS p), ROW(13, NULL::text),
          'the last page has no next, when it is full too');
SELECT isnt((SELECT p.next FROM api.ticket_history_page(:here, row_limit => 12) AS p), NULL, 'the one before has');
SELECT is(
    (SELECT array_agg(ROW(t.id, o.size)::text)
       FROM (VALUES (:here), (:there)) AS t (id) CROSS JOIN (VALUES (1), (2), (3), (12), (13), (100)) AS o (size)
      WHERE test.walk(t.id, 'id', o.size) <> test.expected(t.id)),
    NULL, 'the pages have every event exactly once, oldest first'
);
SELECT is(
    (SELECT array_agg(ROW(t.id, o.size)::text)
       FROM (VALUES (:here), (:there)) AS t (id) CROSS JOIN (VALUES (1), (2), (3), (12), (13), (100)) AS o (size)
      WHERE test.walk(t.id, '-id', o.size) <> ARRAY(SELECT e.id FROM unnest(test.expected(t.id)) AS e (id) ORDER BY e.id DESC)),
    NULL, 'or newest first'
);
SELECT test.leave();
SELECT test.comment(:here, :ada) FROM generate_series(1, 300);
SELECT test.enter_as(:ben);
SELECT is(test.walk(:here, 'id', 100), test.expected(:here), 'deep pages too');
SELECT is((SELECT cardinality(p.items) FROM api.ticket_history_page(:here) AS p), 25, 'unless said, a page has 25');

-- an event more between two pages
SELECT (api.ticket_history_page(:there, '-id', 2)).next AS next, ((api.ticket_history_page(:there, '-id', 3)).items)[3].id AS third \gset
SELECT api.ticket_update(:there, '{"subject": "Thither"}');
SELECT is(((api.ticket_history_page(:there, '-id', 2, :'next')).items)[1].id, :third::bigint, 'what happens between two pages moves nothing');

-- a cursor fits its own list only
SELECT (api.ticket_history_page(:here, row_limit => 2)).next AS next \gset
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s, row_limit => 7, after => %L)', :here, :'next')), 'allowed',
          'a cursor goes on with the same order, whatever the limit');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history_page(%s, after => %L)', a.arguments, :'next')))
       FROM (VALUES (:'there'), (format('%s, ''-id''', :here))) AS a (arguments)),
    ARRAY['TF400 cursor_invalid after'], 'but not in the other order, and on no other ticket'
);
SELECT is(test.refusal(format('SELECT api.comment_page(%s, after => %L)', :here, :'next')), 'TF400 cursor_invalid after', 'nor in another list');
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s, after => %L)', :here, (api.comment_page(:here, row_limit => 1)).next)),
          'TF400 cursor_invalid after', 'nor another list''s cursor here');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history_page(%s, after => %L)', :here, c.cursor)))
       FROM (VALUES (''), ('x'), ('!'), ('bm90IGEgY3Vyc29y'), (encode('\xfffe00', 'base64')), ('A' || :'next'), (repeat('QUJD', 100000)),
                    (test.forged(:'next', ':.*', ':9999999999999999999')), (test.forged(:'next', ':.*', ':-1')),
                    (test.forged(:'next', ':.*', ''))) AS c (cursor)),
    ARRAY['TF400 cursor_invalid after'], 'refuses a broken cursor, long or short'
);
SELECT is((SELECT cardinality(p.items) FROM api.ticket_history_page(:here, after => test.forged(:'next', ':.*', ':9223372036854775807')) AS p),
          0, 'past the end a page is empty');

-- what is refused besides
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history_page(%s)', i.id))) FROM (VALUES ('0'), ('NULL')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'a ticket that never was, and NULL, are not there'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history_page(%s, row_limit => %s)', :here, l.row_limit)))
       FROM (VALUES ('0'), ('-1'), ('101'), ('2147483647'), ('NULL')) AS l (row_limit)),
    ARRAY['TF422 list_limit_range row_limit'], 'refuses a limit outside 1 to 100'
);
SELECT is((SELECT array_agg((SELECT cardinality(p.items) FROM api.ticket_history_page(:here, row_limit => l.row_limit) AS p) ORDER BY l.row_limit)
             FROM (VALUES (1), (2), (100)) AS l (row_limit)),
          ARRAY[1, 2, 100], 'takes what lies between');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history_page(%s, %L)', :here, s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('created_at'), (NULL)) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses an unknown order'
);
SELECT api.ticket_delete(:here);
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s)', :here)), 'TF404 ticket_not_found id', 'a deleted ticket is not there');
SELECT test.enter_as(:root);
SELECT is(((api.ticket_history_page(:here, '-id', 1)).items)[1].action, 'delete', 'but for administrators it is');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.ticket_history_page'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s)', :there)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_history_page(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_history_page_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s)', :there)),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION ticket_history_page_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s)', :there)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_history_page_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s)', :there)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s)', :there)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_history_page'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
