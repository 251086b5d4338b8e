BEGIN;
SELECT plan(5);

SELECT is(
    to_jsonb(internal.comment_view(jsonb_populate_record(NULL::desk.comment, '{"id": 1, "ticket_id": 2, "author_agent_id": 3, "author_client_id": 4, "body": "b", "visibility": "public", "version": 5, "created_at": "2020-01-02T00:00:00Z", "updated_at": "2020-01-03T00:00:00Z", "deleted_at": "2020-01-04T00:00:00Z"}'))),
    '{"id": 1, "ticket_id": 2, "author_agent_id": 3, "author_client_id": 4, "body": "b", "visibility": "public", "version": 5, "created_at": "2020-01-02T00:00:00+00:00", "updated_at": "2020-01-03T00:00:00+00:00"}'::jsonb,
    'shows each field in its place'
);
SELECT is(to_jsonb(internal.comment_view(NULL)), (SELECT jsonb_object_agg(c.key, NULL) FROM jsonb_object_keys('{"id": 1, "ticket_id": 2, "author_agent_id": 3, "author_client_id": 4, "body": "b", "visibility": "public", "version": 5, "created_at": "2020-01-02T00:00:00+00:00", "updated_at": "2020-01-03T00:00:00+00:00"}'::jsonb) AS c (key)), 'of nothing, nothing');
SELECT is(
    (SELECT array_agg(a.attname::text || ' ' || format_type(coalesce((SELECT nullif(t.typbasetype, 0) FROM pg_type AS t WHERE t.oid = a.atttypid), a.atttypid), NULL) ORDER BY a.attnum)
       FROM pg_attribute AS a
      WHERE a.attrelid = 'desk.comment'::regclass AND a.attnum > 0 AND a.attname <> ALL (ARRAY['deleted_at'])),
    (SELECT array_agg(a.attname::text || ' ' || format_type(a.atttypid, NULL) ORDER BY a.attnum)
       FROM pg_attribute AS a WHERE a.attrelid = 'api.comment'::regclass AND a.attnum > 0),
    'these are the table''s columns, all but deleted_at'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.comment_view'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.comment_view(NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
