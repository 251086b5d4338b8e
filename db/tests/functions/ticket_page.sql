BEGIN;
SELECT plan(38);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE ticket_page_mapped LOGIN;
CREATE ROLE ticket_page_unmapped LOGIN;
CREATE ROLE ticket_page_stranger LOGIN;
GRANT ticketfirst_service TO ticket_page_mapped, ticket_page_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_page_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_page_mapped', :ben);

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

-- All pages, one after the other.
CREATE FUNCTION test.walk(sort text, row_limit integer, client_id bigint DEFAULT NULL, unassigned boolean DEFAULT false, subject text DEFAULT NULL,
                          created_after timestamptz DEFAULT NULL, created_before timestamptz DEFAULT NULL,
                          updated_after timestamptz DEFAULT NULL, updated_before timestamptz DEFAULT NULL, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    v_page api.ticket_page;
    v_ids bigint[] := '{}';
    v_pages integer := 0;
BEGIN
    LOOP
        v_page := api.ticket_page(NULL, walk.unassigned, walk.client_id, walk.subject, walk.created_after, walk.created_before,
                                  walk.updated_after, walk.updated_before, walk.sort, walk.row_limit, v_page.next, walk.deleted);
        v_ids := v_ids || ARRAY(SELECT i.id FROM unnest(v_page.items) WITH ORDINALITY AS i ORDER BY i.ordinality);
        v_pages := v_pages + 1;
        EXIT WHEN v_page.next IS NULL;
        ASSERT cardinality(v_page.items) = walk.row_limit, 'only the last page is short';
        ASSERT v_pages < 1000, 'it goes round';
    END LOOP;
    RETURN v_ids;
END;
$$;
-- A cursor that somebody has changed.
CREATE FUNCTION test.forged(cursor text, pattern text, replacement text) RETURNS text LANGUAGE sql AS $$
    SELECT translate(encode(convert_to(regexp_replace(
        convert_from(decode(rpad(translate(forged.cursor, '-_', '+/'), (length(forged.cursor) + 3) / 4 * 4, '='), 'base64'), 'UTF8'),
        forged.pattern, forged.replacement), 'UTF8'), 'base64'), E'+/=\n', '-_');
$$;

SELECT test.enter_as(:ada);
SELECT is(
    (SELECT ARRAY(SELECT to_jsonb(i) FROM unnest(p.items) AS i) FROM api.ticket_page(row_limit => 3, sort => '-created_at') AS p),
    (SELECT array_agg(to_jsonb(l)) FROM api.ticket_list(row_limit => 3, sort => '-created_at') AS l), 'a page has the rows of api.ticket_list'
);
SELECT is((SELECT cardinality(p.items) FROM api.ticket_page() AS p), 25, 'unless said, there are 25');
SELECT is((SELECT ROW(cardinality(p.items), p.next) FROM api.ticket_page(row_limit => 42) AS p), ROW(42, NULL::text), 'the last page has no next, when it is full too');
SELECT isnt((SELECT p.next FROM api.ticket_page(row_limit => 41) AS p), NULL, 'the one before has');
SELECT is((SELECT ROW(cardinality(p.items), p.next) FROM api.ticket_page(client_id => 0) AS p), ROW(0, NULL::text), 'where there is nothing, a page is empty');
SELECT ok((SELECT p.next ~ '^[A-Za-z0-9_-]+$' FROM api.ticket_page(row_limit => 1, sort => 'created_at') AS p), 'a cursor can stand in a URL');

-- all pages together
SELECT is(
    (SELECT array_agg(ROW(o.sort, s.size)::text)
       FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
       CROSS JOIN (VALUES (1), (2), (7), (41), (42), (100)) AS s (size)
      WHERE test.walk(o.sort, s.size) <> test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, o.sort, false)),
    NULL, 'the pages of each order have every row exactly once, though many have the same time'
);
SELECT is(
    (SELECT array_agg(ROW(o.sort, c.client_id, a.unassigned, w.word, k.low, u.low)::text)
       FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
       CROSS JOIN (VALUES (NULL::bigint), (:cleo)) AS c (client_id)
       CROSS JOIN (VALUES (false), (true)) AS a (unassigned)
       CROSS JOIN (VALUES (NULL), ('printer')) AS w (word)
       CROSS JOIN (VALUES (NULL::timestamptz, NULL::timestamptz), ('2020-01-01 00:00+00', '2020-01-05 00:00+00')) AS k (low, high)
       CROSS JOIN (VALUES (NULL::timestamptz, NULL::timestamptz), ('2020-06-01 00:00+00', '2020-06-06 00:00+00')) AS u (low, high)
      WHERE test.walk(o.sort, 2, c.client_id, a.unassigned, w.word, k.low, k.high, u.low, u.high)
            <> test.expected(NULL, a.unassigned, c.client_id, w.word, k.low, k.high, u.low, u.high, o.sort, false)),
    NULL, 'with filters too'
);
SELECT is(test.walk(NULL, 4, created_after => '2020-01-01 00:00+00'),
          test.expected(NULL, false, NULL, NULL, '2020-01-01 00:00+00', NULL, NULL, NULL, 'created_at', false), 'in the order that no order means, too');
SELECT is(test.walk(NULL, 4, updated_before => '2020-06-05 00:00+00'),
          test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, '2020-06-05 00:00+00', 'updated_at', false), 'by either time');
SELECT test.leave();
UPDATE desk.ticket SET created_at = '2020-03-01 12:34:56.789012+00' WHERE deleted_at IS NULL;
SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(o.sort)
       FROM (VALUES ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
      WHERE test.walk(o.sort, 5) <> test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, o.sort, false)),
    NULL, 'and where all have the same times'
);
SELECT test.enter_as(:root);
SELECT is(
    (SELECT array_agg(o.sort)
       FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at'), ('updated_at'), ('-updated_at')) AS o (sort)
      WHERE test.walk(o.sort, 2, deleted => true) <> test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, o.sort, true)),
    NULL, 'administrators page the deleted'
);

-- rows that come and go between two pages
SELECT (api.ticket_page(row_limit => 10)).next AS next, ((api.ticket_page(row_limit => 10)).items)[10].id AS tenth,
       ((api.ticket_page(row_limit => 11)).items)[11].id AS eleventh, ((api.ticket_page(row_limit => 12)).items)[12].id AS twelfth \gset
SELECT api.ticket_delete(:tenth), api.ticket_delete(:eleventh);
SELECT is(((api.ticket_page(row_limit => 10, after => :'next')).items)[1].id, :twelfth::bigint, 'the page after a row that has gone begins with the next there is');
SELECT api.ticket_restore(:tenth), api.ticket_restore(:eleventh);
SELECT is(((api.ticket_page(row_limit => 10, after => :'next')).items)[1].id, :eleventh::bigint, 'one that is back is in its place');

-- deep pages
SELECT test.leave();
INSERT INTO desk.ticket (client_id, subject) SELECT :dora, 'Many' FROM generate_series(1, 2500);
SELECT test.enter_as(:ada);
SELECT is(test.walk('-created_at', 100, :dora), test.expected(NULL, false, :dora, NULL, NULL, NULL, NULL, NULL, '-created_at', false), 'twenty-six pages of one time');
SELECT is(test.walk('id', 100), test.expected(NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, 'id', false), 'and all by id');

-- a cursor fits its own list only
SELECT (api.ticket_page(sort => 'created_at', client_id => :dora, row_limit => 2)).next AS next,
       (api.ticket_page(row_limit => 2)).next AS by_id \gset
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT api.ticket_page(%s, after => %L)', a.arguments, :'next')))
       FROM (VALUES (format('sort => ''created_at'', client_id => %s', :dora)), (format('sort => ''created_at'', client_id => %s, row_limit => 7', :dora)))
            AS a (arguments)),
    ARRAY['allowed', 'allowed'], 'a cursor goes on with the same order and filters, whatever the limit'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_page(%s, after => %L)', a.arguments, :'next')))
       FROM (VALUES (format('client_id => %s', :dora)), (format('sort => ''-created_at'', client_id => %s', :dora)),
                    (format('sort => ''updated_at'', client_id => %s', :dora)), ('sort => ''created_at'''),
                    (format('sort => ''created_at'', client_id => %s', :cleo)),
                    (format('sort => ''created_at'', client_id => %s, agent_id => %s', :dora, :ada)),
                    (format('sort => ''created_at'', client_id => %s, unassigned => true', :dora)),
                    (format('sort => ''created_at'', client_id => %s, subject => ''''', :dora)),
                    (format('sort => ''created_at'', client_id => %s, created_after => ''-infinity''', :dora)),
                    (format('sort => ''created_at'', client_id => %s, created_before => ''infinity''', :dora)),
                    (format('sort => ''created_at'', client_id => %s, updated_after => ''-infinity''', :dora)),
                    (format('sort => ''created_at'', client_id => %s, updated_before => ''infinity''', :dora)),
                    (format('sort => ''created_at'', agent_id => %s', :dora))) AS a (arguments)),
    ARRAY['TF400 cursor_invalid after'], 'but not with any other'
);
SELECT is(test.refusal(format('SELECT api.client_page(after => %L)', :'by_id')), 'TF400 cursor_invalid after', 'nor in another list');
SELECT is(test.refusal(format('SELECT api.ticket_page(after => %L)', (api.client_page(row_limit => 1)).next)),
          'TF400 cursor_invalid after', 'nor another list''s cursor here');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_page(after => %L)', c.cursor)))
       FROM (VALUES (''), (' '), ('x'), ('null'), ('!'), ('%00'), ('====='), ('bm90IGEgY3Vyc29y'), (encode('\xfffe00', 'base64')), (U&'\+01F525'), ('1'),
                    ('A' || :'by_id'), (upper(:'by_id')), (repeat('QUJD', 100000)),
                    (repeat(:'by_id', 2)), (repeat(' ', 5000))) AS c (cursor)
      WHERE c.cursor <> :'by_id'),
    ARRAY['TF400 cursor_invalid after'], 'refuses a broken cursor, long or short'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_page(after => %L)', test.forged(:'by_id', ':.*', c.tail))))
       FROM (VALUES (':9999999999999999999'), (':9223372036854775808'), (':99999999999999999999'), (':-1'), (':1.5'), (':1e3'), (':'), (''), (':x'),
                    (': 1'), (':1 '), (E':1\n'), (':' || repeat('9', 5000))) AS c (tail)),
    ARRAY['TF400 cursor_invalid after'], 'refuses a cursor with an id that is none'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT api.ticket_page(after => %L)', test.forged(:'by_id', ':.*', c.tail))) ORDER BY c.tail)
       FROM (VALUES (':0'), (':9223372036854775807')) AS c (tail)),
    ARRAY['allowed', 'allowed'], 'but takes any id that could be one'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_page(sort => ''created_at'', client_id => %s, after => %L)',
                                                   :dora, test.forged(:'next', '^([^:]*:[^:]*).*', '\1' || c.tail))))
       FROM (VALUES (':soon'), (':'), (''), (':2020-13-01'), (':1'), (''':'), (':2020-01-01 00:00:00+00'';--')) AS c (tail)),
    ARRAY['TF400 cursor_invalid after'], 'refuses a cursor with a time that is none'
);
SET LOCAL datestyle = 'SQL, DMY';
SELECT (api.ticket_page(sort => 'created_at', client_id => :dora, row_limit => 2)).next AS dmy \gset
SET LOCAL datestyle = 'ISO, MDY';
SELECT is(
    (SELECT array_agg(i.id) FROM unnest((api.ticket_page(sort => 'created_at', client_id => :dora, row_limit => 5, after => :'dmy')).items) AS i),
    (SELECT array_agg(i.id) FROM unnest((api.ticket_page(sort => 'created_at', client_id => :dora, row_limit => 5, after => :'next')).items) AS i),
    'a cursor written under another DateStyle leads to the same page'
);
SET LOCAL timezone = 'Asia/Kathmandu';
SELECT is((api.ticket_page(sort => 'created_at', client_id => :dora, row_limit => 2)).next, :'next', 'and in any time zone');
SET LOCAL timezone = 'UTC';

-- what is refused besides
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_page(row_limit => %s)', l.row_limit)))
       FROM (VALUES ('0'), ('-1'), ('101'), ('2147483647'), ('-2147483648'), ('NULL')) AS l (row_limit)),
    ARRAY['TF422 list_limit_range row_limit'], 'refuses a limit outside 1 to 100'
);
SELECT is((SELECT array_agg((SELECT cardinality(p.items) FROM api.ticket_page(row_limit => l.row_limit) AS p) ORDER BY l.row_limit)
             FROM (VALUES (1), (2), (100)) AS l (row_limit)),
          ARRAY[1, 2, 100], 'takes what lies between');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_page(sort => %L)', s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('ID'), ('subject'), ('id,created_at')) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses an unknown order'
);
SELECT is(test.refusal('SELECT api.ticket_page(deleted => true)'), 'TF403 permission_missing deleted', 'deleted tickets are the administrators'' to list');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.ticket_page'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.ticket_page()'),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_page(client_id => 0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_page_mapped;
SELECT is(test.refusal('SELECT api.ticket_page()'),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION ticket_page_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal('SELECT api.ticket_page()'),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_page_stranger;
SELECT is(test.refusal('SELECT api.ticket_page()'),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal('SELECT api.ticket_page()'),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_page'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
