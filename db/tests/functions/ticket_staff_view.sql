BEGIN;
SELECT plan(5);

SELECT is(
    to_jsonb(internal.ticket_staff_view(jsonb_populate_record(NULL::desk.ticket, '{"id": 1, "subject": "s", "description": "d", "client_id": 2, "agent_id": 3, "team_id": 6, "comment_count": 4, "last_comment_at": "2020-01-01T00:00:00Z", "version": 5, "created_at": "2020-01-02T00:00:00Z", "updated_at": "2020-01-03T00:00:00Z", "deleted_at": "2020-01-04T00:00:00Z"}'))),
    '{"id": 1, "subject": "s", "description": "d", "client_id": 2, "agent_id": 3, "team_id": 6, "comment_count": 4, "last_comment_at": "2020-01-01T00:00:00+00:00", "version": 5, "created_at": "2020-01-02T00:00:00+00:00", "updated_at": "2020-01-03T00:00:00+00:00"}'::jsonb,
    'shows each field in its place'
);
SELECT is(to_jsonb(internal.ticket_staff_view(NULL)), (SELECT jsonb_object_agg(c.key, NULL) FROM jsonb_object_keys('{"id": 1, "subject": "s", "description": "d", "client_id": 2, "agent_id": 3, "team_id": 6, "comment_count": 4, "last_comment_at": "2020-01-01T00:00:00+00:00", "version": 5, "created_at": "2020-01-02T00:00:00+00:00", "updated_at": "2020-01-03T00:00:00+00:00"}'::jsonb) AS c (key)), 'of nothing, nothing');
SELECT is(
    (SELECT array_agg(a.attname::text || ' ' || format_type(coalesce((SELECT nullif(t.typbasetype, 0) FROM pg_type AS t WHERE t.oid = a.atttypid), a.atttypid), NULL) ORDER BY a.attnum)
       FROM pg_attribute AS a
      WHERE a.attrelid = 'desk.ticket'::regclass AND a.attnum > 0 AND a.attname NOT IN ('deleted_at', 'subject_key')),
    (SELECT array_agg(a.attname::text || ' ' || format_type(a.atttypid, NULL) ORDER BY a.attnum)
       FROM pg_attribute AS a WHERE a.attrelid = 'api.ticket'::regclass AND a.attnum > 0),
    'these are the table''s columns, all but deleted_at and subject_key'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_staff_view'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.ticket_staff_view(NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
