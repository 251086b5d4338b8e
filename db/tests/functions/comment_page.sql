BEGIN;
SELECT plan(30);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo \gset
CREATE ROLE comment_page_mapped LOGIN;
CREATE ROLE comment_page_unmapped LOGIN;
CREATE ROLE comment_page_stranger LOGIN;
GRANT ticketfirst_service TO comment_page_mapped, comment_page_unmapped;
GRANT USAGE ON SCHEMA api TO comment_page_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_page_mapped', :ben);
SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS other, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS empty \gset

-- 24 comments made at 5 times, every sixth deleted, among those of another ticket
INSERT INTO desk.comment (ticket_id, author_agent_id, body, created_at)
SELECT CASE n.n % 3 WHEN 0 THEN :other ELSE :ticket END, :ada, n.n::text, timestamptz '2020-01-01 00:00+00' + n.n * 3 % 5 * interval '1 day'
  FROM generate_series(1, 36) AS n (n)
 ORDER BY n.n;
UPDATE desk.comment SET deleted_at = now() WHERE body::integer % 6 IN (3, 4);
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

CREATE FUNCTION test.expected(ticket_id bigint, sort text, deleted boolean DEFAULT false)
RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT coalesce(
        array_agg(c.id ORDER BY
            CASE expected.sort WHEN 'created_at' THEN c.created_at END,
            CASE expected.sort WHEN '-created_at' THEN c.created_at END DESC,
            CASE WHEN expected.sort LIKE '-%' THEN -c.id ELSE c.id END
        ),
        '{}'
    )
      FROM desk.comment AS c
     WHERE c.ticket_id = expected.ticket_id
       AND (c.deleted_at IS NOT NULL) = expected.deleted
$$;

-- All pages, one after the other.
CREATE FUNCTION test.walk(ticket_id bigint, sort text, row_limit integer, deleted boolean DEFAULT false) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    v_page api.comment_page;
    v_ids bigint[] := '{}';
    v_pages integer := 0;
BEGIN
    LOOP
        v_page := api.comment_page(walk.ticket_id, walk.sort, walk.row_limit, v_page.next, walk.deleted);
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
    (SELECT ARRAY(SELECT to_jsonb(i) FROM unnest(p.items) AS i) FROM api.comment_page(:ticket, '-created_at', 3) AS p),
    (SELECT array_agg(to_jsonb(l)) FROM api.comment_list(:ticket, '-created_at', 3) AS l), 'a page has the rows of api.comment_list'
);
SELECT is((SELECT ROW(cardinality(p.items), p.next) FROM api.comment_page(:ticket, row_limit => 18) AS p), ROW(18, NULL::text),
          'the last page has no next, when it is full too');
SELECT isnt((SELECT p.next FROM api.comment_page(:ticket, row_limit => 17) AS p), NULL, 'the one before has');
SELECT is((SELECT ROW(cardinality(p.items), p.next) FROM api.comment_page(:empty) AS p), ROW(0, NULL::text), 'where there is nothing, a page is empty');
SELECT is(
    (SELECT array_agg(ROW(o.sort, s.size)::text)
       FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at')) AS o (sort) CROSS JOIN (VALUES (1), (2), (5), (17), (18), (100)) AS s (size)
      WHERE test.walk(:ticket, o.sort, s.size) <> test.expected(:ticket, o.sort)),
    NULL, 'the pages of each order have every row exactly once, though many have the same time'
);
SELECT test.leave();
UPDATE desk.comment SET created_at = '2020-03-01 12:34:56.789012+00';
SELECT test.comment(:empty, :ada, 'Many') FROM generate_series(1, 1030);
SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(o.sort) FROM (VALUES ('created_at'), ('-created_at')) AS o (sort)
      WHERE test.walk(:ticket, o.sort, 5) <> test.expected(:ticket, o.sort)),
    NULL, 'and where all have the same time'
);
SELECT is(
    (SELECT array_agg(o.sort) FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at')) AS o (sort)
      WHERE test.walk(:empty, o.sort, 100) <> test.expected(:empty, o.sort)),
    NULL, 'deep pages too'
);
SELECT is((SELECT cardinality(p.items) FROM api.comment_page(:empty) AS p), 25, 'unless said, a page has 25');
SELECT test.enter_as(:root);
SELECT is(
    (SELECT array_agg(o.sort) FROM (VALUES ('id'), ('-id'), ('created_at'), ('-created_at')) AS o (sort)
      WHERE test.walk(:ticket, o.sort, 2, true) <> test.expected(:ticket, o.sort, true)),
    NULL, 'administrators page the deleted'
);

-- a row that moves away between two pages
SELECT (api.comment_page(:ticket, row_limit => 5)).next AS next, (test.expected(:ticket, 'id'))[5] AS fifth, (test.expected(:ticket, 'id'))[6] AS sixth \gset
SELECT api.comment_move(:fifth, :other);
SELECT is(((api.comment_page(:ticket, row_limit => 5, after => :'next')).items)[1].id, :sixth::bigint,
          'the page after a comment that has moved away begins with the next there is');

-- a cursor fits its own list only
SELECT test.enter_as(:ada);
SELECT (api.comment_page(:ticket, 'created_at', 2)).next AS next, (api.comment_page(:ticket, row_limit => 2)).next AS by_id \gset
SELECT is(test.refusal(format('SELECT api.comment_page(%s, ''created_at'', 7, %L)', :ticket, :'next')), 'allowed',
          'a cursor goes on with the same order, whatever the limit');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_page(%s, after => %L)', a.arguments, :'next')))
       FROM (VALUES (:'ticket'), (format('%s, ''-created_at''', :ticket)), (format('%s, ''created_at''', :other)), (:'other')) AS a (arguments)),
    ARRAY['TF400 cursor_invalid after'], 'but with no other order, and on no other ticket'
);
SELECT is(test.refusal(format('SELECT api.ticket_page(after => %L)', :'by_id')), 'TF400 cursor_invalid after', 'nor in another list');
SELECT is(test.refusal(format('SELECT api.ticket_history_page(%s, after => %L)', :ticket, :'by_id')), 'TF400 cursor_invalid after', 'nor in the history');
SELECT is(test.refusal(format('SELECT api.comment_page(%s, after => %L)', :ticket, (api.ticket_page(row_limit => 1)).next)),
          'TF400 cursor_invalid after', 'nor another list''s cursor here');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_page(%s, after => %L)', :ticket, c.cursor)))
       FROM (VALUES (''), ('x'), ('!'), ('bm90IGEgY3Vyc29y'), (encode('\xfffe00', 'base64')), ('A' || :'by_id'), (repeat('QUJD', 100000)),
                    (test.forged(:'by_id', ':.*', ':9999999999999999999')), (test.forged(:'by_id', ':.*', ':-1')),
                    (test.forged(:'by_id', ':.*', ''))) AS c (cursor)),
    ARRAY['TF400 cursor_invalid after'], 'refuses a broken cursor, long or short'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_page(%s, ''created_at'', after => %L)',
                                                   :ticket, test.forged(:'next', '^([^:]*:[^:]*).*', '\1' || c.tail))))
       FROM (VALUES (':soon'), (':'), (''), (':2020-13-01')) AS c (tail)),
    ARRAY['TF400 cursor_invalid after'], 'refuses a cursor with a time that is none'
);

-- what is refused besides
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_page(%s)', t.id))) FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS t (id)),
    ARRAY['TF404 ticket_not_found ticket_id'], 'a deleted ticket, one that never was, and NULL are not there'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_page(%s, row_limit => %s)', :ticket, l.row_limit)))
       FROM (VALUES ('0'), ('-1'), ('101'), ('2147483647'), ('NULL')) AS l (row_limit)),
    ARRAY['TF422 list_limit_range row_limit'], 'refuses a limit outside 1 to 100'
);
SELECT is((SELECT array_agg((SELECT cardinality(p.items) FROM api.comment_page(:empty, row_limit => l.row_limit) AS p) ORDER BY l.row_limit)
             FROM (VALUES (1), (2), (100)) AS l (row_limit)),
          ARRAY[1, 2, 100], 'takes what lies between');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_page(%s, %L)', :ticket, s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('updated_at'), (NULL)) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses an unknown order'
);
SELECT is(test.refusal(format('SELECT api.comment_page(%s, deleted => true)', :ticket)),
          'TF403 permission_missing deleted', 'deleted comments are the administrators'' to list');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.comment_page'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_page(%s)', :ticket)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_page(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_page_mapped;
SELECT is(test.refusal(format('SELECT api.comment_page(%s)', :ticket)),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION comment_page_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_page(%s)', :ticket)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_page_stranger;
SELECT is(test.refusal(format('SELECT api.comment_page(%s)', :ticket)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_page(%s)', :ticket)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_page'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
