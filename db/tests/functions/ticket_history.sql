BEGIN;
SELECT plan(28);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root, test.client('Cleo') AS cleo \gset
CREATE ROLE ticket_history_mapped LOGIN;
CREATE ROLE ticket_history_unmapped LOGIN;
CREATE ROLE ticket_history_stranger LOGIN;
GRANT ticketfirst_service TO ticket_history_mapped, ticket_history_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_history_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_history_mapped', :ben);
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

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, CASE e.entity_id WHEN :one THEN 'one' WHEN :two THEN 'two' END, e.action, e.version,
                                (SELECT string_agg(k.key, ' ' ORDER BY k.key) FROM jsonb_object_keys(e.changes) AS k (key))))
       FROM api.ticket_history(:here) AS e WHERE e.action <> 'create'),
    ARRAY[
        'ticket update 2 comment_count last_comment_at', 'ticket update 3 comment_count',
        'comment one update 2 ticket_id', 'ticket update 4 comment_count', 'comment one update 4 ticket_id', 'ticket update 5 comment_count',
        'comment two update 2 ticket_id', 'ticket update 6 comment_count', 'ticket update 7 subject', 'ticket update 8 agent_id'
    ],
    'a ticket''s events and those of its comments, in order, up to and including the move away and from the move back'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, CASE e.entity_id WHEN :one THEN 'one' WHEN :two THEN 'two' END, e.action, e.version,
                                (SELECT string_agg(k.key, ' ' ORDER BY k.key) FROM jsonb_object_keys(e.changes) AS k (key))))
       FROM api.ticket_history(:there) AS e WHERE e.action <> 'create'),
    ARRAY[
        'comment one update 2 ticket_id', 'ticket update 2 comment_count last_comment_at', 'comment one update 3 body',
        'comment one update 4 ticket_id', 'ticket update 3 comment_count last_comment_at', 'comment two update 2 ticket_id',
        'ticket update 4 comment_count last_comment_at', 'comment two update 3 body', 'comment two delete 4 deleted_at',
        'ticket update 5 comment_count last_comment_at'
    ],
    'the other ticket''s'
);
SELECT is(
    (SELECT array_agg(e.id) FROM api.ticket_history(id => :here, sort => 'id', row_limit => 1000) AS e),
    (SELECT array_agg(e.id ORDER BY e.id) FROM api.ticket_history(:here, '-id') AS e), 'oldest first, or newest first'
);
SELECT is(
    (SELECT array_agg(e.id ORDER BY e.id) FROM api.ticket_history(:here, '-id') AS e),
    (SELECT array_agg(e.id) FROM api.ticket_history(:here) AS e), 'both have all'
);
SELECT ok((SELECT e.id > f.id FROM api.ticket_history(:here, '-id', 1) AS e, api.ticket_history(:here, 'id', 1) AS f), 'the newest first');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(e.id ORDER BY e.id) FROM api.ticket_history(:here) AS e),
    (SELECT array_agg(e.id ORDER BY e.id) FROM desk.event AS e WHERE :here IN (e.ticket_id, e.former_ticket_id)), 'each event once'
);
SELECT is(
    (SELECT jsonb_agg(to_jsonb(h)) FROM api.ticket_history(:here) AS h),
    (SELECT jsonb_agg(to_jsonb(e) - 'ticket_id' - 'former_ticket_id' ORDER BY e.id) FROM desk.event AS e WHERE :here IN (e.ticket_id, e.former_ticket_id)),
    'as the journal has it'
);
SELECT is(
    (SELECT jsonb_build_array(e.actor_agent_id, e.database_role, e.request_id, e.happened_at) FROM api.ticket_history(:here, '-id', 1) AS e),
    jsonb_build_array(:ada, 'ticketfirst_gateway', 'req-1', now()), 'with who, by which role and request, and when'
);
SELECT is(
    (SELECT jsonb_build_array(e.actor_agent_id, e.database_role, e.request_id, e.happened_at) FROM api.ticket_history(:here, 'id', 1) AS e),
    jsonb_build_array(NULL, session_user, NULL, timestamptz '2020-02-01 10:00+00'), 'a superuser is no agent'
);

-- a DBA's changes are in it too
UPDATE desk.ticket SET description = 'By hand' WHERE id = :here;
DELETE FROM desk.comment WHERE id = :one;
SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.action) ORDER BY e.id) FROM api.ticket_history(:here) AS e WHERE e.database_role <> 'ticketfirst_gateway' AND e.happened_at = now()),
    ARRAY['ticket update', 'comment purge', 'ticket update'], 'what a DBA does by hand stands in it too'
);

-- what is refused
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history(%s)', i.id))) FROM (VALUES ('0'), ('NULL')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'a ticket that never was, and NULL, are not there'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history(%s, row_limit => %s)', :here, l.row_limit)))
       FROM (VALUES ('0'), ('-1'), ('1001'), ('2147483647'), ('NULL')) AS l (row_limit)),
    ARRAY['TF422 list_limit_range row_limit'], 'refuses a limit outside 1 to 1,000'
);
SELECT is((SELECT array_agg((SELECT count(*) FROM api.ticket_history(:here, row_limit => l.row_limit)) ORDER BY l.row_limit) FROM (VALUES (1), (2), (1000)) AS l (row_limit)),
          ARRAY[1, 2, 16]::bigint[], 'takes what lies between');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history(%s, %L)', :here, s.sort)))
       FROM (VALUES (''), ('-'), ('--id'), ('created_at'), ('happened_at'), (NULL)) AS s (sort)),
    ARRAY['TF422 list_sort_unknown sort'], 'refuses an unknown order'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_history(%s, after => %L)', :here, c.cursor)))
       FROM (VALUES (''), ('x'), ('bm90IGEgY3Vyc29y'), (repeat('QUJD', 50000)), ((api.ticket_history_page(:there, row_limit => 1)).next)) AS c (cursor)),
    ARRAY['TF400 cursor_invalid after'], 'refuses what is no cursor, and another ticket''s'
);
SELECT is(
    (SELECT array_agg(e.id) FROM api.ticket_history(:here, after => (api.ticket_history_page(:here, row_limit => 4)).next) AS e),
    (ARRAY(SELECT e.id FROM api.ticket_history(:here) AS e))[5:], 'goes on after a cursor of api.ticket_history_page'
);

-- of a deleted ticket
SELECT api.ticket_delete(:here);
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :here)), 'TF404 ticket_not_found id', 'a deleted ticket is not there');
SELECT test.enter_as(:root);
SELECT is((SELECT e.action FROM api.ticket_history(:here, '-id', 1) AS e), 'delete', 'but for administrators it is');
SELECT api.ticket_restore(:here);
SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(e.action) FROM (SELECT h.action FROM api.ticket_history(:here, '-id', 2) AS h) AS e), ARRAY['restore', 'delete'],
    'restored, it has its history again'
);
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.ticket_history'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :there)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_history(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_history_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :there)),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION ticket_history_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :there)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_history_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :there)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_history(%s)', :there)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_history'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

-- who sees all tickets, but no internal comments
SELECT test.leave();
INSERT INTO desk.role (name, kind, explanation) VALUES ('reporter', 'service', 'X');
UPDATE desk.permission SET roles = array_append(roles, 'reporter') WHERE name IN ('see_all_tickets', 'ticket_history');
SELECT test.service('Reporter', 'reporter') AS reporter, test.client('Told') AS told, test.agent('Teller') AS teller \gset
SELECT test.ticket(:told) AS told_ticket \gset
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility) VALUES (:told_ticket, :teller, 'Secret', 'internal');
SELECT test.enter_as_service(:reporter);
SELECT is((SELECT array_agg(h.action || ' ' || h.entity) FROM api.ticket_history(:told_ticket) AS h), '{create ticket}'::text [],
          'sees no internal events either');

SELECT * FROM finish();
ROLLBACK;
