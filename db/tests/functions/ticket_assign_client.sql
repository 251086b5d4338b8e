BEGIN;
SELECT plan(22);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Still', active => false) AS still,
       test.client('Left') AS left \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
CREATE ROLE ticket_assign_client_mapped LOGIN;
CREATE ROLE ticket_assign_client_unmapped LOGIN;
CREATE ROLE ticket_assign_client_stranger LOGIN;
GRANT ticketfirst_service TO ticket_assign_client_mapped, ticket_assign_client_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_assign_client_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_assign_client_mapped', :ben);

SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS other \gset
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:ticket, :cleo, 'It burns') RETURNING id AS comment \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_assign_client(%s, %s, %s)', :ticket, :dora, v.version)))
       FROM (VALUES (1), (3)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses any version but the ticket''s'
);
SELECT is((api.ticket_get(:ticket)).client_id, :cleo::bigint, 'and changes nothing then');
SELECT is(
    to_jsonb(api.ticket_assign_client(id => :ticket, client_id => :dora, if_version => 2)),
    jsonb_build_object(
        'id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :dora, 'agent_id', :ada, 'team_id', NULL, 'comment_count', 1,
        'last_comment_at', now(), 'version', 3, 'created_at', now(), 'updated_at', now()
    ),
    'returns the ticket with its new client'
);
SELECT is((api.ticket_get(:ticket)).client_id, :dora::bigint, 'and keeps it');
SELECT is((api.comment_get(:comment)).author_client_id, :cleo::bigint, 'what the former client wrote stays');
SELECT is((api.ticket_assign_client(:ticket, :dora)).version, 3, 'the same client again changes nothing');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM api.ticket_history(:ticket) AS e WHERE e.changes ? 'client_id' AND e.action = 'update'),
    ARRAY[format('ticket %s update 3 {"client_id": {"to": %s, "from": %s}} %s', :ticket, :dora, :cleo, :ben)],
    'the journal has one event'
);
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, NULL)', :ticket)),
          '23502 ticket_client_id_not_null client_id', 'refuses no client');
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, 0)', :ticket)),
          'TF422 ticket_client_not_found client_id', 'refuses a client who never was');
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, %s)', :ticket, :left)),
          'TF422 ticket_client_not_found client_id', 'refuses a deleted client');
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, %s)', :ticket, :still)),
          'TF422 ticket_client_inactive client_id', 'refuses a client who is not active');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_assign_client(%s, %s)', i.id, :dora)))
       FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'a deleted ticket, one that never was, and NULL are not there'
);
SELECT is((SELECT count(*) FROM api.ticket_history(:ticket)), 4::bigint, 'what was refused has no event');
SELECT test.leave();
UPDATE desk.client SET active = false WHERE id = :dora;
SELECT test.enter_as(:ben);
SELECT is((api.ticket_assign_client(:ticket, :dora)).version, 3, 'the client it has stays, even when no longer active');
SELECT test.leave();
UPDATE desk.client SET active = true WHERE id = :dora;

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, CASE session_user WHEN ''ticket_assign_client_mapped'' THEN %s ELSE %s END)', :other, :dora, :cleo)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(0, %s)', :dora)),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_assign_client_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, CASE session_user WHEN ''ticket_assign_client_mapped'' THEN %s ELSE %s END)', :other, :dora, :cleo)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('ticket', 'update', :ben, 'ticket_assign_client_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION ticket_assign_client_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, CASE session_user WHEN ''ticket_assign_client_mapped'' THEN %s ELSE %s END)', :other, :dora, :cleo)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_assign_client_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, CASE session_user WHEN ''ticket_assign_client_mapped'' THEN %s ELSE %s END)', :other, :dora, :cleo)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_assign_client(%s, CASE session_user WHEN ''ticket_assign_client_mapped'' THEN %s ELSE %s END)', :other, :dora, :cleo)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_assign_client'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
