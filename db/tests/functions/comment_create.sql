BEGIN;
SELECT plan(41);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Left') AS left \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
CREATE ROLE comment_create_mapped LOGIN;
CREATE ROLE comment_create_unmapped LOGIN;
CREATE ROLE comment_create_stranger LOGIN;
GRANT ticketfirst_service TO comment_create_mapped, comment_create_unmapped;
GRANT USAGE ON SCHEMA api TO comment_create_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_create_mapped', :ben);

SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo) AS ticket, test.ticket(:cleo) AS other, test.ticket(:cleo) AS deleted \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
SET LOCAL ticketfirst.clock = '';

SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.request_id', 'req-1', true);
SELECT r.id AS comment, to_jsonb(r) AS made FROM api.comment_create(ticket_id => :ticket, body => E'\n On my way,\n\twith water\u3000') AS r \gset
SELECT is(
    :'made'::jsonb,
    jsonb_build_object(
        'id', :comment, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', E'On my way,\n\twith water',
        'visibility', 'public', 'version', 1, 'created_at', now(), 'updated_at', now()
    ),
    'returns the comment of the caller, public, its body trimmed'
);
SELECT is(to_jsonb(api.comment_get(:comment)), :'made'::jsonb, 'and keeps it');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at, t.version, t.updated_at) FROM api.ticket_get(:ticket) AS t),
    ROW(1, now(), 2, now()), 'the ticket counts it'
);
SELECT test.leave();
SELECT is((SELECT to_jsonb(c) FROM desk.comment AS c WHERE c.id = :comment), :'made'::jsonb || '{"deleted_at": null}', 'the table has the row');
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - 'id' #- '{changes,created_at}' #- '{changes,last_comment_at}' ORDER BY e.id)
       FROM desk.event AS e WHERE e.ticket_id = :ticket AND e.request_id = 'req-1'),
    jsonb_build_array(
        jsonb_build_object(
            'entity', 'comment', 'entity_id', :comment, 'ticket_id', :ticket, 'former_ticket_id', NULL, 'action', 'create', 'version', 1,
            'changes', jsonb_build_object(
                'ticket_id', jsonb_build_object('from', NULL, 'to', :ticket),
                'author_agent_id', jsonb_build_object('from', NULL, 'to', :ada),
                'body', jsonb_build_object('from', NULL, 'to', E'On my way,\n\twith water'),
                'visibility', '{"from": null, "to": "public"}'::jsonb
            ),
            'visibility', 'public', 'actor_agent_id', :ada, 'actor_client_id', NULL, 'actor_service_id', NULL,
            'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', 'req-1', 'happened_at', now()
        ),
        jsonb_build_object(
            'entity', 'ticket', 'entity_id', :ticket, 'ticket_id', :ticket, 'former_ticket_id', NULL, 'action', 'update', 'version', 2,
            'changes', '{"comment_count": {"from": 0, "to": 1}}'::jsonb,
            'visibility', 'internal', 'actor_agent_id', :ada, 'actor_client_id', NULL, 'actor_service_id', NULL,
            'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', 'req-1', 'happened_at', now()
        )
    ),
    'the journal has an event of the comment and one of its ticket, which counts internal comments too'
);
SELECT is(
    (SELECT array_agg(ARRAY[(e.changes #>> '{created_at,to}')::timestamptz, (e.changes #>> '{last_comment_at,to}')::timestamptz] ORDER BY e.id)
       FROM desk.event AS e WHERE e.ticket_id = :ticket AND e.request_id = 'req-1'),
    ARRAY[ARRAY[now(), NULL], ARRAY[NULL, now()]], 'with their times'
);

SELECT test.enter_as(:ada);
SELECT is((api.comment_create(:ticket, 'Between us', 'internal')).visibility, 'internal', 'an agent may write internally');
SELECT is((api.comment_create(:ticket, 'Me', author_agent_id => :ada)).author_agent_id, :ada::bigint, 'and name itself');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''He'', author_agent_id => %s)', :ticket, :ben)),
          'TF403 permission_missing author_agent_id', 'but no other agent');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''He'', author_agent_id => 0)', :ticket)),
          'TF403 permission_missing author_agent_id', 'not even one who never was');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''She'', author_client_id => %s)', :ticket, :cleo)),
          'TF403 permission_missing author_client_id', 'nor a client');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''We'', author_agent_id => %s, author_client_id => %s)', :ticket, :ada, :cleo)),
          'TF403 permission_missing author_client_id', 'nor itself and a client');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_create(%s, ''Hello'')', i.id)))
       FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found ticket_id'], 'a deleted ticket, one that never was, and NULL are not there'
);
SELECT is(test.refusal(format('SELECT api.comment_create(%s, NULL)', :ticket)), '23502 comment_body_not_null body', 'refuses no body');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_create(%s, %L)', :ticket, b.body)))
       FROM (VALUES (''), (E' \n'), (U&'\3000\200B\FEFF\2028'), (repeat('x', 65537))) AS b (body)),
    ARRAY['23514 comment_body_length'], 'refuses a body of 0 characters, once trimmed, or of 65,537'
);
SELECT is(char_length((api.comment_create(:other, ' ' || repeat('x', 65536) || E'\n')).body), 65536, 'takes one of 65,536, before white space');
SELECT is((api.comment_create(:other, 'x')).body, 'x', 'and one of 1');
SELECT is((api.comment_create(:other, 'Hello', NULL)).visibility, 'public', 'no visibility is public');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''Hello'', ''private'')', :ticket)),
          '23514 comment_visibility_known', 'refuses an unknown visibility');
SELECT is((api.ticket_get(:ticket)).comment_count, 3, 'what was refused is not counted');

-- an administrator names others
SELECT test.enter_as(:root);
SELECT is((api.comment_create(:ticket, 'I')).author_agent_id, :root::bigint, 'an administrator writes as itself');
SELECT is((api.comment_create(:ticket, 'He', author_agent_id => :ben)).author_agent_id, :ben::bigint, 'or as another agent');
SELECT is((api.comment_create(:ticket, 'He', author_agent_id => :idle)).author_agent_id, :idle::bigint, 'also one who is not active');
SELECT is(
    (SELECT ROW(c.author_agent_id, c.author_client_id) FROM api.comment_create(:ticket, 'She', author_client_id => :cleo) AS c),
    ROW(NULL::bigint, :cleo::bigint), 'or as the ticket''s client'
);
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''She'', ''internal'', author_client_id => %s)', :ticket, :cleo)),
          '23514 comment_client_public', 'who writes in public');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''She'', author_client_id => %s)', :ticket, :dora)),
          'TF422 comment_client_own_ticket ticket_id', 'and on no other client''s ticket');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''We'', author_agent_id => %s, author_client_id => %s)', :ticket, :ada, :cleo)),
          '23514 comment_author_one', 'refuses two authors');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_create(%s, ''He'', author_agent_id => %s)', :ticket, a.id)))
       FROM (VALUES (0), (:gone)) AS a (id)),
    ARRAY['TF422 comment_author_not_found author_agent_id'], 'refuses an agent who is deleted or never was'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_create(%s, ''She'', author_client_id => %s)', :ticket, c.id)))
       FROM (VALUES (0), (:left)) AS c (id)),
    ARRAY['TF422 comment_author_not_found author_client_id'], 'refuses a client who is deleted or never was'
);

-- the clock
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00+00', true);
SELECT r.id AS old FROM api.comment_create(:other, 'Long ago') AS r \gset
SELECT is((api.comment_get(:old)).created_at, '2012-05-01 08:00+00', 'a comment is of the clock''s time');
SELECT is((api.ticket_get(:other)).last_comment_at, now(), 'an older one is not the newest');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''Hello'')', :other)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_create(0, ''Hello'')'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_create_mapped;
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''Hello'')', :other)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text ORDER BY e.id)
       FROM desk.event AS e WHERE e.database_role = 'comment_create_mapped'),
    ARRAY[ROW('comment', 'create', :ben, 'comment_create_mapped')::text, ROW('ticket', 'update', :ben, 'comment_create_mapped')::text],
    'and the journal says so'
);
SELECT is((SELECT c.author_agent_id FROM desk.comment AS c ORDER BY c.id DESC LIMIT 1), :ben::bigint, 'and is the author');
SET LOCAL SESSION AUTHORIZATION comment_create_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''Hello'')', :other)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_create_stranger;
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''Hello'')', :other)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_create(%s, ''Hello'')', :other)),
          'TF422 comment_author_required author_agent_id', 'a superuser is an administrator, but no agent: it names the author');
SELECT is((api.comment_create(:other, 'Hello', author_agent_id => :ada)).author_agent_id, :ada::bigint, 'as here');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_create'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
