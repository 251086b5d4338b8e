BEGIN;
SELECT plan(23);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE comment_restore_mapped LOGIN;
CREATE ROLE comment_restore_unmapped LOGIN;
CREATE ROLE comment_restore_stranger LOGIN;
GRANT ticketfirst_service TO comment_restore_mapped, comment_restore_unmapped;
GRANT USAGE ON SCHEMA api TO comment_restore_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_restore_mapped', :ben);

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

SET LOCAL ticketfirst.clock = '2020-03-01 10:00+00';
UPDATE desk.comment SET deleted_at = internal.clock() WHERE id IN (:first, :third, :elsewhere);
SET LOCAL ticketfirst.clock = '';
SELECT t.version AS ticket_version FROM desk.ticket AS t WHERE t.id = :ticket \gset

SELECT test.enter_as(:ben);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_restore(%s, %s)', :third, v.version)))
       FROM (VALUES (1), (3)) AS v (version)),
    ARRAY['TF412 comment_version_stale if_version'], 'refuses any version but the comment''s'
);
SELECT is(test.refusal(format('SELECT api.comment_get(%s)', :third)), 'TF404 comment_not_found id', 'and restores nothing then');
SELECT is(
    to_jsonb(api.comment_restore(id => :third, if_version => 2)),
    jsonb_build_object(
        'id', :third, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', 'third',
        'visibility', 'public', 'version', 3, 'created_at', timestamptz '2020-02-03 10:00+00', 'updated_at', now()
    ),
    'restores a comment as it was, and returns it'
);
SELECT is((api.comment_get(:third)).version, 3, 'it is there again');
SELECT is((SELECT array_agg(c.id) FROM api.comment_list(:ticket) AS c), ARRAY[:second, :third]::bigint[], 'and in the list');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at, t.version) FROM api.ticket_get(:ticket) AS t),
    ROW(2, timestamptz '2020-02-03 10:00+00', :ticket_version + 1), 'the ticket counts it, and it is the newest'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM api.ticket_history(:ticket) AS e WHERE e.happened_at = now()),
    ARRAY[
        format('comment %s restore 3 {"deleted_at": {"to": null, "from": "2020-03-01T10:00:00+00:00"}} %s', :third, :ben),
        format('ticket %s update %s {"comment_count": {"to": 2, "from": 1}, "last_comment_at": {"to": "2020-02-03T10:00:00+00:00", "from": "2020-02-02T10:00:00+00:00"}} %s',
               :ticket, :ticket_version + 1, :ben)
    ],
    'the journal has an event of the comment and one of its ticket'
);
SELECT is((api.comment_restore(:third)).version, 3, 'a live comment stays as it is');
SELECT is((api.comment_restore(:second)).updated_at, '2020-02-02 10:00+00', 'that was never deleted, too');
SELECT is((SELECT count(*) FROM api.ticket_history(:ticket) AS e WHERE e.happened_at = now()), 2::bigint, 'and that is no event');
SELECT is(test.refusal(format('SELECT api.comment_restore(%s, 2)', :third)),
          'TF412 comment_version_stale if_version', 'but from an older version it is refused');
SELECT is((api.comment_restore(:first)).id, :first::bigint, 'an older one is restored');
SELECT is(
    (SELECT ROW(t.comment_count, t.last_comment_at) FROM api.ticket_get(:ticket) AS t),
    ROW(3, timestamptz '2020-02-03 10:00+00'), 'and is not the newest'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_restore(%s)', i.id)))
       FROM (VALUES ('0'), ('NULL'), (:'hidden')) AS i (id)),
    ARRAY['TF404 comment_not_found id'], 'one of a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.enter_as(:root);
SELECT is((SELECT count(*) FROM api.comment_list(:ticket, deleted => true)), 0::bigint, 'those restored have left the deleted');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_restore(%s)', :elsewhere)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_restore(0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_restore_mapped;
SELECT is(test.refusal(format('SELECT api.comment_restore(%s)', :elsewhere)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(ROW(e.entity, e.action, e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e WHERE e.database_role = 'comment_restore_mapped'),
    ARRAY[ROW('comment', 'restore', :ben)::text, ROW('ticket', 'update', :ben)::text],
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION comment_restore_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_restore(%s)', :elsewhere)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_restore_stranger;
SELECT is(test.refusal(format('SELECT api.comment_restore(%s)', :elsewhere)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_restore(%s)', :elsewhere)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_restore'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
