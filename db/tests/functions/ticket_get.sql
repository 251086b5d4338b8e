BEGIN;
SELECT plan(12);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE ticket_get_mapped LOGIN;
CREATE ROLE ticket_get_unmapped LOGIN;
CREATE ROLE ticket_get_stranger LOGIN;
GRANT ticketfirst_service TO ticket_get_mapped, ticket_get_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_get_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_get_mapped', :ben);

SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted \gset
SELECT test.comment(:ticket, :ada) AS comment \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ben);
SELECT is(
    to_jsonb(api.ticket_get(:ticket)),
    jsonb_build_object(
        'id', :ticket, 'subject', 'Printer on fire', 'description', '', 'client_id', :cleo, 'agent_id', :ada, 'team_id', NULL, 'comment_count', 1,
        'last_comment_at', now(), 'version', 2, 'created_at', now(), 'updated_at', now()
    ),
    'returns the ticket'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_get(%s)', i.id)))
       FROM (VALUES ('0'), ('-1'), ('NULL'), ('9223372036854775807'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'],
    'a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :deleted)),
          'TF404 ticket_not_found id', 'a deleted ticket is not there for an administrator either');
SELECT r.version AS restored FROM api.ticket_restore(:deleted) AS r \gset
SELECT is((api.ticket_get(:deleted)).version, :restored, 'until it is restored');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.ticket_get'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_get(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_get_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION ticket_get_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_get_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_get'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
