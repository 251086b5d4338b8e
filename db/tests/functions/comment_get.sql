BEGIN;
SELECT plan(13);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE comment_get_mapped LOGIN;
CREATE ROLE comment_get_unmapped LOGIN;
CREATE ROLE comment_get_stranger LOGIN;
GRANT ticketfirst_service TO comment_get_mapped, comment_get_unmapped;
GRANT USAGE ON SCHEMA api TO comment_get_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_get_mapped', :ben);

SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted \gset
SELECT test.comment(:ticket, :ada) AS comment, test.comment(:ticket, :ada) AS erased, test.comment(:deleted, :ada) AS hidden \gset
UPDATE desk.comment SET deleted_at = now() WHERE id = :erased;
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ben);
SELECT is(
    to_jsonb(api.comment_get(:comment)),
    jsonb_build_object(
        'id', :comment, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', 'On my way',
        'visibility', 'public', 'version', 1, 'created_at', now(), 'updated_at', now()
    ),
    'returns the comment'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_get(%s)', i.id)))
       FROM (VALUES ('0'), ('-1'), ('NULL'), ('9223372036854775807'), (:'erased'), (:'hidden')) AS i (id)),
    ARRAY['TF404 comment_not_found id'],
    'a deleted comment, one of a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.enter_as(:root);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_get(%s)', i.id))) FROM (VALUES (:erased), (:hidden)) AS i (id)),
    ARRAY['TF404 comment_not_found id'], 'for an administrator neither'
);
SELECT api.comment_restore(:erased), api.ticket_restore(:deleted);
SELECT is((api.comment_get(:erased)).id, :erased::bigint, 'restored, the comment is there again');
SELECT is((api.comment_get(:hidden)).id, :hidden::bigint, 'and the other with its ticket');
SELECT is((SELECT p.provolatile FROM pg_proc AS p WHERE p.oid = 'api.comment_get'::regproc), 's', 'it only reads');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_get(%s)', :comment)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_get(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_get_mapped;
SELECT is(test.refusal(format('SELECT api.comment_get(%s)', :comment)),
          'allowed', 'a database role acts as the agent it is mapped to');
SET LOCAL SESSION AUTHORIZATION comment_get_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_get(%s)', :comment)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_get_stranger;
SELECT is(test.refusal(format('SELECT api.comment_get(%s)', :comment)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_get(%s)', :comment)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_get'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
