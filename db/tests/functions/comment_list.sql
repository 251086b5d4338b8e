BEGIN;
SELECT plan(29);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo \gset
CREATE ROLE comment_list_mapped LOGIN;
CREATE ROLE comment_list_unmapped LOGIN;
CREATE ROLE comment_list_stranger LOGIN;
GRANT ticketfirst_service TO comment_list_mapped, comment_list_unmapped;
GRANT USAGE ON SCHEMA api TO comment_list_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_list_mapped', :ben);
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

SELECT test.enter_as(:root);
SELECT is(
    (SELECT array_agg(ROW(t.id, o.sort, d.deleted)::text)
       FROM (VALUES (:ticket), (:other), (:empty)) AS t (id)
       CROSS JOIN (VALUES ('id'), ('-id'), ('created_at'), ('-created_at')) AS o (sort)
       CROSS JOIN (VALUES (false), (true)) AS d (deleted)
      WHERE test.expected(t.id, o.sort, d.deleted) <> ARRAY(SELECT l.id FROM api.comment_list(t.id, o.sort, 1000, NULL, d.deleted) AS l)),
    NULL, 'the comments of each ticket in each order, live and deleted'
);
SELECT is((SELECT count(*) FROM api.comment_list(:ticket, row_limit => 1000)), 18::bigint, 'there are as many as there should be');
SELECT test.enter_as(:ada);
SELECT is(
    (SELECT to_jsonb(l) FROM api.comment_list(:ticket, row_limit => 1) AS l),
    (SELECT to_jsonb(api.comment_get((test.expected(:ticket, 'id'))[1]))), 'its rows are comments, as api.comment_get has them'
);
SELECT is(ARRAY(SELECT l.id FROM api.comment_list(ticket_id => :ticket) AS l), test.expected(:ticket, 'id'), 'by id and live, unless said');
SELECT is(ARRAY(SELECT l.id FROM api.comment_list(:ticket, deleted => NULL) AS l), test.expected(:ticket, 'id'), 'with NULL too');
SELECT is((SELECT count(*) FROM api.comment_list(:empty)), 0::bigint, 'a ticket may have none');
SELECT test.leave();
SELECT test.comment(:empty, :ada) FROM generate_series(1, 30);
SELECT test.enter_as(:ada);
SELECT is((SELECT count(*) FROM api.comment_list(:empty)), 25::bigint, 'unless said, there are 25 rows');

-- what is refused
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_list(%s)', t.id))) FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS t (id)),
    ARRAY['TF404 ticket_not_found ticket_id'], 'a deleted ticket, one that never was, and NULL are not there'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_list(%s, row_limit => %s)', :ticket, l.row_limit)))
       FROM (VALUES ('0'), ('-1'), ('1001'), ('2147483647'), ('NULL')) AS l (row_limit)),
    ARRAY['TF422 list_limit_range row_limit'], 'refuses a limit outside 1 to 1,000'
);
SELECT is((SELECT array_agg((SELECT count(*) FROM api.comment_list(:ticket, row_limit => l.row_limit)) ORDER BY l.row_limit)
             FROM (VALUES (1), (2), (17), (18), (19), (1000)) AS l (row_limit)),
          ARRAY[1, 2, 17, 18, 18, 18]::bigint[], 'takes what lies between');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_list(%s, %L)', :ticket, s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('ID'), ('updated_at'), ('body'), ('id,created_at'), (NULL)) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses an unknown order'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_list(%s, after => %L)', :ticket, c.cursor)))
       FROM (VALUES (''), ('x'), ('bm90IGEgY3Vyc29y'), (repeat('QUJD', 50000))) AS c (cursor)),
    ARRAY['TF400 cursor_invalid after'], 'refuses what is no cursor'
);
SELECT is(test.refusal(format('SELECT api.comment_list(%s, deleted => true)', :ticket)),
          'TF403 permission_missing deleted', 'deleted comments are the administrators'' to list');
SELECT (api.comment_page(:ticket, '-created_at', 5)).next AS next \gset
SELECT is(ARRAY(SELECT l.id FROM api.comment_list(:ticket, '-created_at', after => :'next') AS l), (test.expected(:ticket, '-created_at'))[6:],
          'goes on after a cursor of api.comment_page');
SELECT is(test.refusal(format('SELECT api.comment_list(%s, ''-created_at'', after => %L)', :other, :'next')),
          'TF400 cursor_invalid after', 'but not on another ticket');

-- rows come and go
SELECT r.id AS fresh FROM api.comment_create(:other, 'Fresh') AS r \gset
SELECT is((ARRAY(SELECT l.id FROM api.comment_list(:other, '-created_at') AS l))[1], :fresh::bigint, 'a new comment is in the list');
SELECT api.comment_delete(:fresh);
SELECT is((SELECT count(*) FROM api.comment_list(:other) AS l WHERE l.id = :fresh), 0::bigint, 'deleted, it has left');
SELECT api.comment_restore(:fresh);
SELECT is((SELECT count(*) FROM api.comment_list(:other) AS l WHERE l.id = :fresh), 1::bigint, 'restored, it is back');
SELECT api.ticket_delete(:other);
SELECT is(test.refusal(format('SELECT api.comment_list(%s)', :other)), 'TF404 ticket_not_found ticket_id', 'with its ticket all leave');
SELECT api.ticket_restore(:other);
SELECT is(ARRAY(SELECT l.id FROM api.comment_list(:other) AS l), test.expected(:other, 'id'), 'and come back');
SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.comment_list(%s, deleted => true)', :deleted)),
          'TF404 ticket_not_found ticket_id', 'the comments of a deleted ticket are nobody''s to list');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.comment_list'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_list(%s)', :ticket)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_list(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_list_mapped;
SELECT is(test.refusal(format('SELECT api.comment_list(%s)', :ticket)),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION comment_list_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_list(%s)', :ticket)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_list_stranger;
SELECT is(test.refusal(format('SELECT api.comment_list(%s)', :ticket)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_list(%s)', :ticket)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_list'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
