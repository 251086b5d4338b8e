BEGIN;
SELECT plan(36);

SELECT is(test.refusal(format('INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role,
                                                       happened_at)
                               VALUES (%L, %L, %L, %L, %L, %L, %L)',
                              v.entity, v.entity_id, v.action, v.version, v.changes, v.database_role, v.happened_at)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        ('ticket', 1, 'create', 1, '{}', 'x', now(), 'a ticket''s creation', 'allowed'),
        ('comment', 1, 'update', 1, '{}', 'x', now(), 'a comment''s update', 'allowed'),
        ('agent', 1, 'delete', 1, '{}', 'x', now(), 'an agent''s deletion', 'allowed'),
        ('client', 1, 'restore', 1, '{}', 'x', now(), 'a client''s restoration', 'allowed'),
        ('client', 1, 'purge', 1, '{"a": 1}', 'x', now(), 'a client''s end', 'allowed'),
        ('team', 1, 'create', 1, '{}', 'x', now(), 'a team''s creation', 'allowed'),
        ('team_member', 1, 'purge', 1, '{}', 'x', now(), 'a membership''s end', 'allowed'),
        ('organisation', 1, 'create', 1, '{}', 'x', now(), 'an organisation''s creation', 'allowed'),
        ('organisation_member', 1, 'create', 1, '{}', 'x', now(), 'a membership''s beginning', 'allowed'),
        ('service', 1, 'create', 1, '{}', 'x', now(), 'a service''s creation', 'allowed'),
        ('api_token', 1, 'create', 1, '{}', 'x', now(), 'another table', '23514 event_entity_known'),
        ('Ticket', 1, 'create', 1, '{}', 'x', now(), 'a table in capitals', '23514 event_entity_known'),
        ('ticket', 1, 'insert', 1, '{}', 'x', now(), 'another action', '23514 event_action_known'),
        ('ticket', 1, '', 1, '{}', 'x', now(), 'an empty action', '23514 event_action_known'),
        ('ticket', 1, 'create', 1, '[]', 'x', now(), 'changes that are an array', '23514 event_changes_object'),
        ('ticket', 1, 'create', 1, 'null', 'x', now(), 'changes that are null', '23514 event_changes_object'),
        ('ticket', 1, 'create', 1, '{}', 'x', '0001-01-02 00:00:00+00', 'an early time', 'allowed'),
        ('ticket', 1, 'create', 1, '{}', 'x', '0001-01-01 23:59:59.999999+00', 'an earlier time',
         '23514 event_time_in_range'),
        ('ticket', 1, 'create', 1, '{}', 'x', '9999-12-30 23:59:59.999999+00', 'a late time', 'allowed'),
        ('ticket', 1, 'create', 1, '{}', 'x', '9999-12-31 00:00:00+00', 'a later time', '23514 event_time_in_range'),
        ('ticket', 1, 'create', 1, '{}', 'x', 'infinity', 'no time ever', '23514 event_time_in_range'),
        (NULL, 1, 'create', 1, '{}', 'x', now(), 'no table', '23502 event_entity_not_null entity'),
        ('ticket', NULL, 'create', 1, '{}', 'x', now(), 'no row', '23502 event_entity_id_not_null entity_id'),
        ('ticket', 1, NULL, 1, '{}', 'x', now(), 'no action', '23502 event_action_not_null action'),
        ('ticket', 1, 'create', NULL, '{}', 'x', now(), 'no version', '23502 event_version_not_null version'),
        ('ticket', 1, 'create', 1, NULL, 'x', now(), 'no changes', '23502 event_changes_not_null changes'),
        ('ticket', 1, 'create', 1, '{}', NULL, now(), 'no role', '23502 event_database_role_not_null database_role'),
        ('ticket', 1, 'create', 1, '{}', 'x', NULL, 'no time', '23502 event_happened_at_not_null happened_at'))
    AS v (entity, entity_id, action, version, changes, database_role, happened_at, what, refusal);

SELECT test.agent('Ada') AS ada \gset
SELECT is(
    test.refusal($$INSERT INTO desk.event (id, entity, entity_id, action, version, changes, database_role, happened_at)
                   OVERRIDING SYSTEM VALUE
                   SELECT max(e.id), 'ticket', 1, 'create', 1, '{}', 'x', now() FROM desk.event AS e$$),
    '23505 event_pkey', 'event_pkey: refuses an id that there is'
);
DELETE FROM desk.agent WHERE id = :ada;
SELECT is((SELECT array_agg(e.action::text ORDER BY e.id) FROM desk.event AS e
            WHERE e.entity = 'agent' AND e.entity_id = :ada),
          ARRAY['create', 'purge'], 'the events of a row outlive it');

-- event_visibility_known
SELECT is(
    test.refusal(format('INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at, visibility)'
                        ' VALUES (''ticket'', 1, ''update'', 1, ''{}'', ''x'', now(), %L)', v.visibility)),
    v.refusal, format('event_visibility_known: %s: %s', coalesce(v.visibility, 'NULL'), v.refusal)
)
  FROM (VALUES ('public', 'allowed'), ('internal', 'allowed'), ('secret', '23514 event_visibility_known'),
               (NULL, '23502 event_visibility_not_null visibility')) AS v (visibility, refusal);
INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at)
VALUES ('ticket', 1, 'update', 1, '{}', 'x', now()) RETURNING visibility AS plain \gset
SELECT is(:'plain'::text, 'internal', 'what is not said to be public is internal');

-- event_request_id_length, by a superuser's own hand
SELECT is(
    (SELECT array_agg(test.refusal(format(
                'INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at, request_id)'
                ' VALUES (''ticket'', 1, ''update'', 1, ''{}'', ''x'', now(), repeat(''r'', %s))', l.length
            )) ORDER BY l.length)
       FROM (VALUES (0), (1), (128), (129)) AS l (length)),
    ARRAY['23514 event_request_id_length', 'allowed', 'allowed', '23514 event_request_id_length'],
    'event_request_id_length: 1 to 128 characters'
);

SELECT * FROM finish();
ROLLBACK;
