BEGIN;
SELECT plan(24);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE comment_delete_mapped LOGIN;
CREATE ROLE comment_delete_unmapped LOGIN;
CREATE ROLE comment_delete_stranger LOGIN;
GRANT ticketfirst_service TO comment_delete_mapped, comment_delete_unmapped;
GRANT USAGE ON SCHEMA api TO comment_delete_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_delete_mapped', :ben);

SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS other \gset
SELECT test.comment(:ticket, :ada, 'first') AS first, test.comment(:deleted, :ada) AS hidden \gset
SET LOCAL ticketfirst.clock = '2020-02-02 10:00+00';
SELECT test.comment(:ticket, :ada, 'second') AS second \gset
SET LOCAL ticketfirst.clock = '2020-02-03 10:00+00';
SELECT test.comment(:ticket, :ada, 'third') AS third \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
SET LOCAL ticketfirst.clock = '';
SELECT test.comment(:other, :ada) AS elsewhere, test.comment(:other, :ada) AS elsewhere2 \gset

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_delete(%s, %s)', :third, v.version)))
       FROM (VALUES (0), (2)) AS v (version)),
    ARRAY['TF412 comment_version_stale if_version'], 'refuses any version but the comment''s'
);
SELECT is((api.ticket_get(:ticket)).comment_count, 3, 'and deletes nothing then');
SELECT is(
    to_jsonb(api.comment_delete(id => :third, if_version => 1)),
    jsonb_build_object(
        'id', :third, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', 'third',
        'visibility', 'public', 'version', 2, 'created_at', timestamptz '2020-02-03 10:00+00', 'updated_at', now()
    ),
    'returns the comment as it was deleted'
);
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at, t.version, t.updated_at) FROM api.ticket_get(:ticket) AS t),
    ROW(2, timestamptz '2020-02-02 10:00+00', 5, now()), 'the ticket''s newest is the one before'
);
SELECT is((SELECT array_agg(c.id) FROM api.comment_list(:ticket) AS c), ARRAY[:first, :second]::bigint[], 'it has left the list');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format(s.statement, :third)))
       FROM (VALUES ('SELECT api.comment_get(%s)'), ('SELECT api.comment_update(%s, ''{"body": "New"}'')'),
                    ('SELECT api.comment_delete(%s)'), (format('SELECT api.comment_move(%%s, %s)', :other))) AS s (statement)),
    ARRAY['TF404 comment_not_found id'], 'for everything but a restore it is not there'
);
SELECT test.leave();
SELECT is((SELECT c.deleted_at FROM desk.comment AS c WHERE c.id = :third), now(), 'the row stays, marked');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes - 'deleted_at', e.actor_agent_id) ORDER BY e.id)
       FROM desk.event AS e WHERE e.ticket_id = :ticket AND e.happened_at = now()),
    ARRAY[
        format('comment %s delete 2 {} %s', :third, :ben),
        format('ticket %s update 5 {"comment_count": {"to": 2, "from": 3}, "last_comment_at": {"to": "2020-02-02T10:00:00+00:00", "from": "2020-02-03T10:00:00+00:00"}} %s', :ticket, :ben)
    ],
    'the journal has an event of the comment and one of its ticket'
);
SELECT is(
    (SELECT ARRAY[e.changes #> '{deleted_at,from}', to_jsonb((e.changes #>> '{deleted_at,to}')::timestamptz = now())]
       FROM desk.event AS e WHERE e.entity = 'comment' AND e.action = 'delete'),
    ARRAY['null', 'true']::jsonb[], 'with the time'
);

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(c.id) FROM api.comment_list(:ticket, deleted => true) AS c), ARRAY[:third]::bigint[],
          'administrators list it among the deleted');
SELECT set_config('ticketfirst.clock', '2021-03-04 05:06+00', true);
SELECT is((api.comment_delete(:first)).updated_at, '2021-03-04 05:06+00', 'one is deleted at the time of the clock');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at, t.updated_at) FROM api.ticket_get(:ticket) AS t),
    ROW(1, timestamptz '2020-02-02 10:00+00', timestamptz '2021-03-04 05:06+00'), 'the newest stays where an older one goes'
);
SELECT is((api.comment_delete(:second)).version, 2, 'the last one goes');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at) FROM api.ticket_get(:ticket) AS t),
    ROW(0, NULL::timestamptz), 'and there is no newest'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_delete(%s)', i.id)))
       FROM (VALUES ('0'), ('NULL'), (:'third'), (:'hidden')) AS i (id)),
    ARRAY['TF404 comment_not_found id'], 'a deleted comment, one of a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.leave();
SELECT is((SELECT c.deleted_at FROM desk.comment AS c WHERE c.id = :first), '2021-03-04 05:06+00', 'the row keeps the clock''s time');
SET LOCAL ticketfirst.clock = '';

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_delete(%s)', :elsewhere)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_delete(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_delete_mapped;
SELECT is(test.refusal(format('SELECT api.comment_delete(%s)', :elsewhere2)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(ROW(e.entity, e.action, e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e WHERE e.database_role = 'comment_delete_mapped'),
    ARRAY[ROW('comment', 'delete', :ben)::text, ROW('ticket', 'update', :ben)::text],
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION comment_delete_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_delete(%s)', :elsewhere)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_delete_stranger;
SELECT is(test.refusal(format('SELECT api.comment_delete(%s)', :elsewhere)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_delete(%s)', :elsewhere)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_delete'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
