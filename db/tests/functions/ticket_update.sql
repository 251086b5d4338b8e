BEGIN;
SELECT plan(33);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
CREATE ROLE ticket_update_mapped LOGIN;
CREATE ROLE ticket_update_unmapped LOGIN;
CREATE ROLE ticket_update_stranger LOGIN;
GRANT ticketfirst_service TO ticket_update_mapped, ticket_update_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_update_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_update_mapped', :ben);

SET LOCAL ticketfirst.clock = '2020-02-01 10:00+00';
SELECT test.ticket(:cleo, :ada) AS ticket, test.ticket(:cleo) AS deleted, test.ticket(:cleo) AS other \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
SET LOCAL ticketfirst.clock = '';

SELECT test.enter_as(:ada);

-- what changes nothing
SELECT is(
    (SELECT array_agg(DISTINCT u.u) FROM (
        SELECT to_jsonb(api.ticket_update(:ticket, c.changes::jsonb)) AS u
          FROM (VALUES ('{}'), ('{"subject": "Printer on fire"}'), ('{"subject": "  Printer on fire\u00a0"}'), ('{"description": ""}'),
                       ('{"description": null}'), ('{"subject": "Printer on fire", "description": ""}')) AS c (changes)
    ) AS u),
    ARRAY[to_jsonb(api.ticket_get(:ticket))],
    'what changes nothing returns the ticket as it is'
);
SELECT is(
    (SELECT ROW(t.version, t.updated_at) FROM api.ticket_get(:ticket) AS t),
    ROW(1, timestamptz '2020-02-01 10:00+00'), 'and raises no version'
);
SELECT is((SELECT count(*) FROM api.ticket_history(:ticket)), 1::bigint, 'and adds no event');

-- what does
SELECT is(
    to_jsonb(api.ticket_update(:ticket, '{"subject": " Printer\u2003burnt\n"}')) - 'id',
    jsonb_build_object(
        'subject', U&'Printer\2003burnt', 'description', '', 'client_id', :cleo, 'agent_id', :ada, 'team_id', NULL, 'comment_count', 0,
        'last_comment_at', NULL, 'version', 2, 'created_at', timestamptz '2020-02-01 10:00+00', 'updated_at', now()
    ),
    'changes the subject, trimmed, and returns the ticket'
);
SELECT is((api.ticket_update(:ticket, '{"description": " All\n of it "}')).description, E' All\n of it ', 'changes the description, as it is');
SELECT is((api.ticket_update(id => :ticket, changes => '{"subject": "Done", "description": null}', if_version => 3)).version, 4,
          'changes both, from the version seen');
SELECT is((api.ticket_get(:ticket)).description, '', 'a description of null is empty');
SELECT test.leave();
SELECT is(
    (SELECT to_jsonb(t) - 'subject_key' FROM desk.ticket AS t WHERE t.id = :ticket),
    jsonb_build_object(
        'id', :ticket, 'subject', 'Done', 'description', '', 'client_id', :cleo, 'agent_id', :ada, 'team_id', NULL, 'comment_count', 0,
        'last_comment_at', NULL, 'version', 4, 'created_at', timestamptz '2020-02-01 10:00+00', 'updated_at', now(), 'deleted_at', NULL
    ),
    'the table has the row'
);
SELECT is(
    (SELECT array_agg(concat_ws(' ', e.entity, e.entity_id, e.action, e.version, e.changes, e.actor_agent_id) ORDER BY e.id)
       FROM desk.event AS e WHERE e.ticket_id = :ticket AND e.action <> 'create'),
    ARRAY[
        format('ticket %s update 2 %s %s', :ticket, jsonb_build_object('subject', jsonb_build_object('from', 'Printer on fire', 'to', U&'Printer\2003burnt')), :ada),
        format('ticket %s update 3 %s %s', :ticket, '{"description": {"to": " All\n of it ", "from": ""}}', :ada),
        format('ticket %s update 4 %s %s', :ticket, jsonb_build_object(
            'subject', jsonb_build_object('from', U&'Printer\2003burnt', 'to', 'Done'),
            'description', jsonb_build_object('from', E' All\n of it ', 'to', '')), :ada)
    ],
    'each change is one event with the changed fields alone'
);
SELECT is((SELECT to_jsonb(t) - 'id' FROM desk.ticket AS t WHERE t.id = :other)->>'subject', 'Printer on fire', 'no other ticket changes');

-- what is refused
SELECT test.enter_as(:ada);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_update(%s, %s, %s)', :ticket, '''{"subject": "New"}''', v.version)))
       FROM (VALUES (3), (1), (5), (0), (-4), (2147483647)) AS v (version)),
    ARRAY['TF412 ticket_version_stale if_version'], 'refuses any version but the ticket''s'
);
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, ''{}'', 3)', :ticket)),
          'TF412 ticket_version_stale if_version', 'even where nothing would change');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, c.changes)))
       FROM (VALUES ('[]'), ('[{"subject": "New"}]'), ('"subject"'), ('1'), ('true'), ('null'), (NULL)) AS c (changes)),
    ARRAY['TF422 changes_not_object changes'], 'refuses what is no object'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object(k.key, 1))) ORDER BY k.key)
       FROM unnest(ARRAY['agent_id', 'client_id', 'comment_count', 'created_at', 'deleted_at', 'id', 'version']) AS k (key)),
    ARRAY['TF422 changes_field_unknown agent_id', 'TF422 changes_field_unknown client_id', 'TF422 changes_field_unknown comment_count',
          'TF422 changes_field_unknown created_at', 'TF422 changes_field_unknown deleted_at', 'TF422 changes_field_unknown id',
          'TF422 changes_field_unknown version'],
    'refuses fields that are not changed this way'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, c.changes)))
       FROM (VALUES ('{"subject": 1}'), ('{"subject": true}'), ('{"subject": ["New"]}'), ('{"subject": {"to": "New"}}')) AS c (changes)),
    ARRAY['TF422 changes_field_type subject'], 'refuses a subject that is no string'
);
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, ''{"subject": "New", "description": 1}'')', :ticket)),
          'TF422 changes_field_type description', 'refuses a description that is no string');
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, ''{"subject": null}'')', :ticket)),
          '23502 ticket_subject_not_null subject', 'refuses no subject');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('subject', s.subject))))
       FROM (VALUES (''), (E' \n\u3000'), (repeat('x', 201))) AS s (subject)),
    ARRAY['23514 ticket_subject_length'], 'refuses a subject of 0 characters, once trimmed, or of 201'
);
SELECT is(char_length((api.ticket_update(:other, jsonb_build_object('subject', repeat('x', 200)))).subject), 200, 'takes one of 200');
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, ''{"subject": "a\nb"}'')', :ticket)),
          '23514 ticket_subject_one_line', 'refuses a subject of two lines');
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('description', repeat('x', 65537)))),
          '23514 ticket_description_length', 'refuses a description of 65,537 characters');
SELECT is(char_length((api.ticket_update(:other, jsonb_build_object('description', repeat('x', 65536)))).description), 65536, 'takes one of 65,536');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_update(%s, ''{"subject": "New"}'')', i.id)))
       FROM (VALUES ('0'), ('NULL'), (:'deleted')) AS i (id)),
    ARRAY['TF404 ticket_not_found id'],
    'a deleted ticket, one that never was, and NULL are not there'
);
SELECT test.leave();
SELECT is((SELECT ROW(t.version, t.subject::text, t.description::text) FROM desk.ticket AS t WHERE t.id = :ticket), ROW(4, 'Done'::text, ''::text),
          'what was refused has changed nothing');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.ticket_id = :ticket), 4::bigint, 'and has no event');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('subject', session_user))),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_update(0, ''{}'')'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_update_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('subject', session_user))),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('ticket', 'update', :ben, 'ticket_update_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION ticket_update_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('subject', session_user))),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_update_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('subject', session_user))),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_update(%s, %L)', :ticket, jsonb_build_object('subject', session_user))),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_update'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
