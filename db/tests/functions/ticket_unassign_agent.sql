BEGIN;
SELECT plan(17);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE ticket_unassign_agent_mapped LOGIN;
CREATE ROLE ticket_unassign_agent_unmapped LOGIN;
CREATE ROLE ticket_unassign_agent_stranger LOGIN;
GRANT ticketfirst_service TO ticket_unassign_agent_mapped, ticket_unassign_agent_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_unassign_agent_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_unassign_agent_mapped', :ben);

SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo, :ada) AS deleted, test.ticket(:cleo, :ada) AS other \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_unassign_agent(%s, %s)', :ticket, v.version)))
       FROM (VALUES (0), (2)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses any version but the ticket''s'
);
SELECT is((api.ticket_get(:ticket)).agent_id, :ada::bigint, 'and changes nothing then');
SELECT is(
    to_jsonb(api.ticket_unassign_agent(id => :ticket, if_version => 1)),
    jsonb_build_object(
        'id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :cleo, 'agent_id', NULL, 'team_id', NULL, 'comment_count', 0,
        'last_comment_at', NULL, 'version', 2, 'created_at', now(), 'updated_at', now()
    ),
    'returns the ticket of nobody'
);
SELECT is((api.ticket_get(:ticket)).agent_id, NULL, 'and keeps it so');
SELECT is((api.ticket_unassign_agent(:ticket)).version, 2, 'once more changes nothing');
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM api.ticket_history(:ticket) AS e WHERE e.action <> 'create'),
    ARRAY[format('ticket %s update 2 {"agent_id": {"to": null, "from": %s}} %s', :ticket, :ada, :ben)],
    'the journal has one event'
);
SELECT is((api.ticket_get(:other)).agent_id, :ada::bigint, 'no other ticket changes');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_unassign_agent(%s)', i.id)))
       FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'], 'a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.leave();
SELECT is((SELECT t.agent_id FROM desk.ticket AS t WHERE t.id = :deleted), :ada::bigint, 'a deleted ticket keeps its agent');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_unassign_agent(%s)', :other)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_unassign_agent(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_unassign_agent_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_unassign_agent(%s)', :other)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('ticket', 'update', :ben, 'ticket_unassign_agent_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION ticket_unassign_agent_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_unassign_agent(%s)', :other)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_unassign_agent_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_unassign_agent(%s)', :other)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_unassign_agent(%s)', :other)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_unassign_agent'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
