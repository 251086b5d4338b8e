BEGIN;
SELECT plan(38);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE comment_move_mapped LOGIN;
CREATE ROLE comment_move_unmapped LOGIN;
CREATE ROLE comment_move_stranger LOGIN;
GRANT ticketfirst_service TO comment_move_mapped, comment_move_unmapped;
GRANT USAGE ON SCHEMA api TO comment_move_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_move_mapped', :ben);

SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada, 'Here') AS here, test.ticket(:cleo, :ada, 'There') AS there, test.ticket(:dora, :ada, 'Doras') AS doras,
       test.ticket(:cleo) AS deleted \gset
SELECT test.comment(:here, :ada, 'first') AS first, test.comment(:deleted, :ada) AS hidden, test.comment(:here, :ada) AS erased \gset
SET LOCAL ticketfirst.clock = '2020-02-02 10:00+00';
SELECT test.comment(:there, :ada, 'second') AS second \gset
SET LOCAL ticketfirst.clock = '2020-02-03 10:00+00';
SELECT test.comment(:here, :ada, 'third') AS third \gset
INSERT INTO desk.comment (ticket_id, author_client_id, body, created_at)
VALUES (:here, :cleo, 'It burns', '2020-01-01 10:00+00') RETURNING id AS clients \gset
UPDATE desk.comment SET deleted_at = now() WHERE id = :erased;
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
SET LOCAL ticketfirst.clock = '';
SELECT h.version AS here_version, t.version AS there_version FROM desk.ticket AS h, desk.ticket AS t WHERE h.id = :here AND t.id = :there \gset

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_move(%s, %s, %s)', :third, :there, v.version)))
       FROM (VALUES (0), (2)) AS v (version)),
    ARRAY['TF412 comment_version_stale if_version'], 'refuses any version but the comment''s'
);
SELECT is((api.comment_get(:third)).ticket_id, :here::bigint, 'and moves nothing then');
SELECT is(
    to_jsonb(api.comment_move(id => :third, ticket_id => :there, if_version => 1)),
    jsonb_build_object(
        'id', :third, 'ticket_id', :there, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', 'third',
        'visibility', 'public', 'version', 2, 'created_at', timestamptz '2020-02-03 10:00+00', 'updated_at', now()
    ),
    'returns the comment on its new ticket'
);
SELECT is((api.comment_get(:third)).ticket_id, :there::bigint, 'and keeps it there');
SELECT is((SELECT array_agg(c.id) FROM api.comment_list(:here) AS c), ARRAY[:first, :clients]::bigint[], 'it has left the one list');
SELECT is((SELECT array_agg(c.id) FROM api.comment_list(:there) AS c), ARRAY[:second, :third]::bigint[], 'and entered the other');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at, t.version, t.updated_at) FROM api.ticket_get(:here) AS t),
    ROW(2, timestamptz '2020-02-01 10:00+00', :here_version + 1, now()), 'the former ticket counts one less'
);
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at, t.version, t.updated_at) FROM api.ticket_get(:there) AS t),
    ROW(2, timestamptz '2020-02-03 10:00+00', :there_version + 1, now()), 'the new one counts one more'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM api.ticket_history(:here) AS e WHERE e.happened_at = now()),
    ARRAY[
        format('comment %s update 2 {"ticket_id": {"to": %s, "from": %s}} %s', :third, :there, :here, :ben),
        format('ticket %s update %s {"comment_count": {"to": 2, "from": 3}, "last_comment_at": {"to": "2020-02-01T10:00:00+00:00", "from": "2020-02-03T10:00:00+00:00"}} %s',
               :here, :here_version + 1, :ben)
    ],
    'the former ticket''s history has the move and its own change'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM api.ticket_history(:there) AS e WHERE e.happened_at = now()),
    ARRAY[
        format('comment %s update 2 {"ticket_id": {"to": %s, "from": %s}} %s', :third, :there, :here, :ben),
        format('ticket %s update %s {"comment_count": {"to": 2, "from": 1}, "last_comment_at": {"to": "2020-02-03T10:00:00+00:00", "from": "2020-02-02T10:00:00+00:00"}} %s',
               :there, :there_version + 1, :ben)
    ],
    'the new ticket''s has the same move and its own change'
);
SELECT is((SELECT count(*) FROM api.ticket_history(:here) AS e WHERE e.entity = 'comment' AND e.entity_id = :third), 2::bigint,
          'what happened before stays in the former history');
SELECT is((SELECT count(*) FROM api.ticket_history(:there) AS e WHERE e.entity = 'comment' AND e.entity_id = :third), 1::bigint,
          'and is not in the new one');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(ROW(e.ticket_id, e.former_ticket_id)::text ORDER BY e.id) FROM desk.event AS e WHERE e.entity = 'comment' AND e.entity_id = :third),
    ARRAY[ROW(:here, NULL)::text, ROW(:there, :here)::text], 'the event of the move names both tickets'
);
SELECT test.enter_as(:ben);
SELECT is((api.comment_move(:third, :there)).version, 2, 'to the ticket where it stands changes nothing');
SELECT is((SELECT count(*) FROM api.ticket_history(:there) AS e WHERE e.happened_at = now()), 2::bigint, 'and adds no event');

-- later, and back
SELECT r.version AS later FROM api.comment_update(:third, '{"body": "THIRD"}') AS r \gset
SELECT is((SELECT count(*) FROM api.ticket_history(:here) AS e WHERE e.happened_at = now()), 2::bigint, 'what happens to it later is not the former ticket''s');
SELECT is((api.comment_move(:third, :here, :later)).version, :later + 1, 'it moves back');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.action, e.version) ORDER BY e.id)
       FROM api.ticket_history(:here) AS e WHERE e.entity = 'comment' AND e.entity_id = :third),
    ARRAY['create 1', 'update 2', 'update 4'], 'then the first ticket''s history has both moves once'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.action, e.version) ORDER BY e.id)
       FROM api.ticket_history(:there) AS e WHERE e.entity = 'comment' AND e.entity_id = :third),
    ARRAY['update 2', 'update 3', 'update 4'], 'and the other''s what happened between them, and them'
);
SELECT is(
    (SELECT ARRAY[h.comment_count, t.comment_count] FROM api.ticket_get(:here) AS h, api.ticket_get(:there) AS t), ARRAY[3, 1],
    'the counts are as before'
);
SELECT is(
    (SELECT ARRAY[h.last_comment_at, t.last_comment_at] FROM api.ticket_get(:here) AS h, api.ticket_get(:there) AS t),
    ARRAY['2020-02-03 10:00+00', '2020-02-02 10:00+00']::timestamptz[], 'and so are the times'
);
SELECT is((api.comment_move(:second, :here)).ticket_id, :here::bigint, 'the last comment of a ticket moves');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at) FROM api.ticket_get(:there) AS t),
    ROW(0, NULL::timestamptz), 'and leaves none'
);

-- a client's comment
SELECT is(test.refusal(format('SELECT api.comment_move(%s, %s)', :clients, :doras)),
          'TF422 comment_client_own_ticket ticket_id', 'refuses a client''s comment on another client''s ticket');
SELECT is((api.comment_get(:clients)).ticket_id, :here::bigint, 'it stays');
SELECT is((api.comment_move(:clients, :there)).ticket_id, :there::bigint, 'to another ticket of the client it moves');
SELECT is((api.comment_move(:first, :doras)).ticket_id, :doras::bigint, 'an agent''s comment moves to any client''s');

-- what is not there
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_move(%s, %s)', :second, t.id)))
       FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS t (id)),
    ARRAY['TF422 comment_ticket_not_found ticket_id'], 'refuses a ticket that is deleted, never was, or NULL'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_move(%s, %s)', i.id, :there)))
       FROM (VALUES ('0'), ('NULL'), (:'erased'), (:'hidden')) AS i (id)),
    ARRAY['TF404 comment_not_found id'], 'a deleted comment, one of a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.leave();
SELECT is(
    (SELECT count(*) FROM desk.ticket AS t
      WHERE t.deleted_at IS NULL
        AND ROW(t.comment_count::integer, t.last_comment_at) IS DISTINCT FROM
            (SELECT ROW(count(*)::integer, max(c.created_at)) FROM desk.comment AS c WHERE c.ticket_id = t.id AND c.deleted_at IS NULL)),
    0::bigint, 'every ticket has the count and time of its comments'
);

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_move(%s, CASE session_user WHEN ''comment_move_mapped'' THEN %s ELSE %s END)', :second, :there, :here)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_move(0, 0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_move_mapped;
SELECT is(test.refusal(format('SELECT api.comment_move(%s, CASE session_user WHEN ''comment_move_mapped'' THEN %s ELSE %s END)', :second, :there, :here)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(ROW(e.entity, e.action, e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e WHERE e.database_role = 'comment_move_mapped'),
    ARRAY[ROW('comment', 'update', :ben)::text, ROW('ticket', 'update', :ben)::text, ROW('ticket', 'update', :ben)::text],
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION comment_move_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_move(%s, CASE session_user WHEN ''comment_move_mapped'' THEN %s ELSE %s END)', :second, :there, :here)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_move_stranger;
SELECT is(test.refusal(format('SELECT api.comment_move(%s, CASE session_user WHEN ''comment_move_mapped'' THEN %s ELSE %s END)', :second, :there, :here)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_move(%s, CASE session_user WHEN ''comment_move_mapped'' THEN %s ELSE %s END)', :second, :there, :here)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_move'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
