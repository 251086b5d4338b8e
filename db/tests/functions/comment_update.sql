BEGIN;
SELECT plan(30);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE comment_update_mapped LOGIN;
CREATE ROLE comment_update_unmapped LOGIN;
CREATE ROLE comment_update_stranger LOGIN;
GRANT ticketfirst_service TO comment_update_mapped, comment_update_unmapped;
GRANT USAGE ON SCHEMA api TO comment_update_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('comment_update_mapped', :ben);

SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted \gset
SELECT test.comment(:ticket, :ada) AS comment, test.comment(:ticket, :ada) AS other, test.comment(:ticket, :ada) AS erased,
       test.comment(:deleted, :ada) AS hidden \gset
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:ticket, :cleo, 'It burns') RETURNING id AS clients \gset
UPDATE desk.comment SET deleted_at = now() WHERE id = :erased;
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
SET LOCAL ticketfirst.clock = '';
SELECT t.version AS ticket_version, count(e.*) AS events
  FROM desk.ticket AS t JOIN desk.event AS e ON e.ticket_id = t.id WHERE t.id = :ticket GROUP BY t.version \gset

SELECT test.enter_as(:ben);

-- what changes nothing
SELECT is(
    (SELECT array_agg(DISTINCT u.u) FROM (
        SELECT to_jsonb(api.comment_update(:comment, c.changes::jsonb)) AS u
          FROM (VALUES ('{}'), ('{"body": "On my way"}'), ('{"body": "\n On my way\u00a0"}'), ('{"visibility": "public"}'),
                       ('{"visibility": null}'), ('{"body": "On my way", "visibility": null}')) AS c (changes)
    ) AS u),
    ARRAY[to_jsonb(api.comment_get(:comment))],
    'what changes nothing returns the comment as it is'
);
SELECT is(
    (SELECT ROW(c.version, c.updated_at) FROM api.comment_get(:comment) AS c),
    ROW(1, timestamptz '2020-02-01 10:00+00'), 'and raises no version'
);
SELECT is((SELECT count(*) FROM api.ticket_history(:ticket)), :events::bigint, 'and adds no event');

-- what does
SELECT is(
    to_jsonb(api.comment_update(:comment, '{"body": " Be back\nsoon\n"}')),
    jsonb_build_object(
        'id', :comment, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', E'Be back\nsoon',
        'visibility', 'public', 'version', 2, 'created_at', timestamptz '2020-02-01 10:00+00', 'updated_at', now()
    ),
    'changes the body, trimmed, and returns the comment'
);
SELECT is((api.comment_update(id => :comment, changes => '{"visibility": "internal"}', if_version => 2)).visibility, 'internal',
          'changes the visibility, from the version seen');
SELECT is(
    (SELECT ROW(c.body, c.visibility, c.version) FROM api.comment_update(:comment, '{"body": "Back", "visibility": null}') AS c),
    ROW('Back'::text, 'public'::text, 4), 'changes both; a visibility of null is public'
);
SELECT test.leave();
SELECT is(
    (SELECT to_jsonb(c) FROM desk.comment AS c WHERE c.id = :comment),
    jsonb_build_object(
        'id', :comment, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', 'Back',
        'visibility', 'public', 'version', 4, 'created_at', timestamptz '2020-02-01 10:00+00', 'updated_at', now(), 'deleted_at', NULL
    ),
    'the table has the row'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM desk.event AS e WHERE e.ticket_id = :ticket AND e.happened_at = now()),
    ARRAY[
        format('comment %s update 2 {"body": {"to": "Be back\nsoon", "from": "On my way"}} %s', :comment, :ben),
        format('comment %s update 3 {"visibility": {"to": "internal", "from": "public"}} %s', :comment, :ben),
        format('comment %s update 4 {"body": {"to": "Back", "from": "Be back\nsoon"}, "visibility": {"to": "public", "from": "internal"}} %s', :comment, :ben)
    ],
    'each change is one event with the changed fields alone'
);
SELECT is((SELECT t.version FROM desk.ticket AS t WHERE t.id = :ticket), :ticket_version, 'the ticket stays as it is');
SELECT is((SELECT c.version FROM desk.comment AS c WHERE c.id = :other), 1, 'and so does any other comment');

-- what is refused
SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_update(%s, %s, %s)', :comment, '''{"body": "New"}''', v.version)))
       FROM (VALUES (3), (1), (5), (0), (-4)) AS v (version)),
    ARRAY['TF412 comment_version_stale if_version'], 'refuses any version but the comment''s'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, c.changes)))
       FROM (VALUES ('[]'), ('"body"'), ('1'), ('null'), (NULL)) AS c (changes)),
    ARRAY['TF422 changes_not_object changes'], 'refuses what is no object'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object(k.key, 1))) ORDER BY k.key)
       FROM unnest(ARRAY['author_agent_id', 'author_client_id', 'deleted_at', 'id', 'ticket_id', 'version']) AS k (key)),
    ARRAY['TF422 changes_field_unknown author_agent_id', 'TF422 changes_field_unknown author_client_id',
          'TF422 changes_field_unknown deleted_at', 'TF422 changes_field_unknown id', 'TF422 changes_field_unknown ticket_id',
          'TF422 changes_field_unknown version'],
    'refuses fields that are not changed this way'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, c.changes)) ORDER BY c.changes)
       FROM (VALUES ('{"body": 1}'), ('{"body": ["New"]}'), ('{"visibility": true}')) AS c (changes)),
    ARRAY['TF422 changes_field_type body', 'TF422 changes_field_type body', 'TF422 changes_field_type visibility'],
    'refuses what is no string'
);
SELECT is(test.refusal(format('SELECT api.comment_update(%s, ''{"body": null}'')', :comment)),
          '23502 comment_body_not_null body', 'refuses no body');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object('body', b.body))))
       FROM (VALUES (''), (E' \n\u3000'), (repeat('x', 65537))) AS b (body)),
    ARRAY['23514 comment_body_length'], 'refuses a body of 0 characters, once trimmed, or of 65,537'
);
SELECT is(char_length((api.comment_update(:other, jsonb_build_object('body', repeat('x', 65536)))).body), 65536, 'takes one of 65,536');
SELECT is(test.refusal(format('SELECT api.comment_update(%s, ''{"visibility": "private"}'')', :comment)),
          '23514 comment_visibility_known', 'refuses an unknown visibility');
SELECT is(test.refusal(format('SELECT api.comment_update(%s, ''{"visibility": "internal"}'')', :clients)),
          '23514 comment_client_public', 'refuses to make a client''s comment internal');
SELECT is((api.comment_update(:clients, '{"body": "It burnt"}')).author_client_id, :cleo::bigint, 'but edits it');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.comment_update(%s, ''{"body": "New"}'')', i.id)))
       FROM (VALUES ('0'), ('NULL'), (:'erased'), (:'hidden')) AS i (id)),
    ARRAY['TF404 comment_not_found id'],
    'a deleted comment, one of a deleted ticket, one that never was, and NULL are not there'
);
SELECT is((api.comment_get(:comment)).version, 4, 'what was refused has changed nothing');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object('body', session_user))),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.comment_update(0, ''{}'')'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION comment_update_mapped;
SELECT is(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object('body', session_user))),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('comment', 'update', :ben, 'comment_update_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION comment_update_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object('body', session_user))),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION comment_update_stranger;
SELECT is(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object('body', session_user))),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.comment_update(%s, %L)', :comment, jsonb_build_object('body', session_user))),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.comment_update'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
