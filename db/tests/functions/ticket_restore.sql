BEGIN;
SELECT plan(28);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root, test.agent('Idle') AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.client('Left') AS left, test.client('Still') AS still \gset
CREATE ROLE ticket_restore_mapped LOGIN;
CREATE ROLE ticket_restore_unmapped LOGIN;
CREATE ROLE ticket_restore_stranger LOGIN;
GRANT ticketfirst_service TO ticket_restore_mapped, ticket_restore_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_restore_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_restore_mapped', :ben);
SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada) AS live, test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo, :idle) AS of_idle,
       test.ticket(:cleo, :gone) AS of_gone, test.ticket(:left) AS of_left, test.ticket(:still) AS of_still,
       test.ticket(:cleo) AS other \gset
SELECT test.comment(:ticket, :ada) AS comment \gset
UPDATE desk.ticket SET deleted_at = internal.clock() WHERE id <> :live;
UPDATE desk.agent SET active = false WHERE id = :idle;
UPDATE desk.agent SET deleted_at = internal.clock() WHERE id = :gone;
UPDATE desk.client SET deleted_at = internal.clock() WHERE id = :left;
UPDATE desk.client SET active = false WHERE id = :still;
SET LOCAL ticketfirst.clock = '';

SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_restore(%s, %s)', :ticket, v.version)))
       FROM (VALUES (2), (4), (0)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses any version but the ticket''s'
);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id', 'and restores nothing then');
SELECT is(
    to_jsonb(api.ticket_restore(id => :ticket, if_version => 3)),
    jsonb_build_object(
        'id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :cleo, 'agent_id', :ada, 'team_id', NULL, 'comment_count', 1,
        'last_comment_at', timestamptz '2020-02-01 10:00+00', 'version', 4, 'created_at', timestamptz '2020-02-01 10:00+00',
        'updated_at', now()
    ),
    'restores a ticket as it was, and returns it'
);
SELECT is((api.ticket_get(:ticket)).version, 4, 'it is there again');
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list() AS t), ARRAY[:live, :ticket]::bigint[], 'and in the list');
SELECT is((api.comment_get(:comment)).ticket_id, :ticket::bigint, 'with its comments');
SELECT is((SELECT array_agg(c.id) FROM api.comment_list(:ticket) AS c), ARRAY[:comment]::bigint[], 'and their list');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM api.ticket_history(:ticket) AS e WHERE e.happened_at = now()),
    ARRAY[format('ticket %s restore 4 {"deleted_at": {"to": null, "from": "2020-02-01T10:00:00+00:00"}} %s', :ticket, :ada)],
    'the journal has one event'
);
SELECT is((api.ticket_restore(:ticket)).version, 4, 'a live ticket stays as it is');
SELECT is((api.ticket_restore(:live)).updated_at, '2020-02-01 10:00+00', 'that was never deleted, too');
SELECT is((SELECT count(*) FROM api.ticket_history(:live)), 1::bigint, 'and that is no event');
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s, 3)', :ticket)),
          'TF412 ticket_version_stale if_version', 'but from an older version it is refused');

-- whose agent or client has gone
SELECT is((api.ticket_restore(:of_gone)).agent_id, NULL, 'is unassigned where its agent is deleted');
SELECT is((api.ticket_restore(:of_idle)).agent_id, NULL, 'and where its agent is not active');
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM api.ticket_history(:of_gone) AS e WHERE e.action = 'restore'),
    ARRAY[jsonb_build_object(
        'deleted_at', '{"from": "2020-02-01T10:00:00+00:00", "to": null}'::jsonb,
        'agent_id', jsonb_build_object('from', :gone, 'to', NULL)
    )],
    'in the same event'
);
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s)', :of_left)),
          'TF409 ticket_client_deleted client_id', 'refuses a ticket whose client is deleted');
SELECT is((api.ticket_restore(:of_still)).client_id, :still::bigint, 'but not one whose client is merely not active');
SELECT is((api.client_restore(:left)).id, (api.ticket_restore(:of_left)).client_id, 'once the client is restored, so is the ticket');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_restore(%s)', i.id))) FROM (VALUES ('0'), ('NULL')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'one that never was, and NULL, are not there'
);
SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(deleted => true) AS t), ARRAY[:other]::bigint[], 'those restored have left the deleted');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s)', :other)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_restore(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_restore_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s)', :other)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('ticket', 'restore', :ben, 'ticket_restore_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION ticket_restore_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s)', :other)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_restore_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s)', :other)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_restore(%s)', :other)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_restore'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
