BEGIN;
SELECT plan(24);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE ticket_delete_mapped LOGIN;
CREATE ROLE ticket_delete_unmapped LOGIN;
CREATE ROLE ticket_delete_stranger LOGIN;
GRANT ticketfirst_service TO ticket_delete_mapped, ticket_delete_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_delete_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_delete_mapped', :ben);

SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS other, test.ticket(:cleo) AS third, test.ticket(:cleo) AS fourth \gset
SELECT test.comment(:ticket, :ada) AS comment, test.comment(:other, :ada) AS elsewhere, test.comment(:ticket, :ada) AS erased \gset
UPDATE desk.comment SET deleted_at = now() WHERE id = :erased;
SET LOCAL ticketfirst.clock = '';

SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_delete(%s, %s)', :ticket, v.version)))
       FROM (VALUES (3), (5), (0)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses any version but the ticket''s'
);
SELECT is((api.ticket_get(:ticket)).version, 4, 'and deletes nothing then');
SELECT is(
    to_jsonb(api.ticket_delete(:ticket, if_version => 4)),
    jsonb_build_object(
        'id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :cleo, 'agent_id', :ada, 'team_id', NULL, 'comment_count', 1,
        'last_comment_at', timestamptz '2020-02-01 10:00+00', 'version', 5, 'created_at', timestamptz '2020-02-01 10:00+00',
        'updated_at', now()
    ),
    'returns the ticket as it was deleted'
);
SELECT test.leave();
SELECT is((SELECT t.deleted_at FROM desk.ticket AS t WHERE t.id = :ticket), now(), 'the row stays, marked');
SELECT is((SELECT c.deleted_at FROM desk.comment AS c WHERE c.id = :comment), NULL, 'its comments stay as they are');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id))
       FROM desk.event AS e WHERE e.ticket_id = :ticket AND e.happened_at = now()),
    ARRAY[format('ticket %s delete 5 %s %s', :ticket, jsonb_build_object('deleted_at', jsonb_build_object(
        'from', NULL, 'to', to_jsonb(t.deleted_at AT TIME ZONE 'UTC') #>> '{}' || '+00:00')), :ada)],
    'the journal has one event'
) FROM desk.ticket AS t WHERE t.id = :ticket;

-- it has left
SELECT test.enter_as(:ada);
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list() AS t), ARRAY[:other, :third, :fourth]::bigint[], 'it has left the list');
SELECT is(
    (SELECT array_agg(test.refusal(format(s.statement, :ticket)) ORDER BY s.n)
       FROM (VALUES (1, 'SELECT api.ticket_get(%s)'), (2, 'SELECT api.ticket_update(%s, ''{"subject": "New"}'')'),
                    (3, 'SELECT api.ticket_delete(%s)'), (4, 'SELECT api.ticket_assign_agent(%s, 1)'),
                    (5, 'SELECT api.ticket_unassign_agent(%s)'), (6, 'SELECT api.ticket_assign_client(%s, 1)'),
                    (7, 'SELECT api.ticket_history(%s)'), (8, 'SELECT api.ticket_history_page(%s)'),
                    (9, 'SELECT api.comment_list(%s)'), (10, 'SELECT api.comment_page(%s)'),
                    (11, 'SELECT api.comment_create(%s, ''Hello'')')) AS s (n, statement)),
    array_fill('TF404 ticket_not_found id'::text, ARRAY[8]) || array_fill('TF404 ticket_not_found ticket_id'::text, ARRAY[3]),
    'for everything but a restore it is not there'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format(s.statement, c.id)))
       FROM (VALUES (:comment), (:erased)) AS c (id)
       CROSS JOIN (VALUES ('SELECT api.comment_get(%s)'), ('SELECT api.comment_update(%s, ''{"body": "New"}'')'),
                          ('SELECT api.comment_delete(%s)'), ('SELECT api.comment_restore(%s)'),
                          (format('SELECT api.comment_move(%%s, %s)', :other))) AS s (statement)),
    ARRAY['TF404 comment_not_found id'], 'nor are its comments'
);
SELECT is(test.refusal(format('SELECT api.comment_move(%s, %s)', :elsewhere, :ticket)),
          'TF422 comment_ticket_not_found ticket_id', 'and none is moved to it');
SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(deleted => true) AS t), ARRAY[:ticket]::bigint[], 'administrators list it among the deleted');
SELECT is((SELECT count(*) FROM api.ticket_history(:ticket)), 8::bigint, 'and read its history');
SELECT is(test.refusal(format('SELECT api.ticket_delete(%s)', :ticket)), 'TF404 ticket_not_found id', 'they do not delete it again');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_delete(%s)', i.id))) FROM (VALUES ('0'), ('NULL')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'neither one that never was, nor NULL'
);
SELECT set_config('ticketfirst.clock', '2021-03-04 05:06+00', true);
SELECT is((api.ticket_delete(:fourth)).updated_at, '2021-03-04 05:06+00', 'it is deleted at the time of the clock');
SELECT test.leave();
SELECT is((SELECT t.deleted_at FROM desk.ticket AS t WHERE t.id = :fourth), '2021-03-04 05:06+00', 'which the row keeps');
SET LOCAL ticketfirst.clock = '';

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_delete(%s)', :other)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_delete(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_delete_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_delete(%s)', :third)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('ticket', 'delete', :ben, 'ticket_delete_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION ticket_delete_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_delete(%s)', :other)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_delete_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_delete(%s)', :other)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_delete(%s)', :other)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_delete'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
