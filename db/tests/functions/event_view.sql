BEGIN;
SELECT plan(5);

SELECT is(
    to_jsonb(internal.event_view(jsonb_populate_record(NULL::desk.event, '{"id": 1, "entity": "e", "entity_id": 2, "ticket_id": 3, "former_ticket_id": 4, "action": "a", "version": 5, "changes": {"c": 6}, "actor_agent_id": 7, "database_role": "r", "request_id": "q", "happened_at": "2020-01-01T00:00:00Z"}'))),
    '{"id": 1, "entity": "e", "entity_id": 2, "action": "a", "version": 5, "changes": {"c": 6}, "actor_agent_id": 7, "database_role": "r", "request_id": "q", "happened_at": "2020-01-01T00:00:00+00:00"}'::jsonb,
    'shows each field in its place'
);
SELECT is(to_jsonb(internal.event_view(NULL)), (SELECT jsonb_object_agg(c.key, NULL) FROM jsonb_object_keys('{"id": 1, "entity": "e", "entity_id": 2, "action": "a", "version": 5, "changes": {"c": 6}, "actor_agent_id": 7, "database_role": "r", "request_id": "q", "happened_at": "2020-01-01T00:00:00+00:00"}'::jsonb) AS c (key)), 'of nothing, nothing');
SELECT is(
    (SELECT array_agg(a.attname::text || ' ' || format_type(CASE a.atttypid WHEN 'name'::regtype THEN 'text'::regtype ELSE a.atttypid END, NULL) ORDER BY a.attnum)
       FROM pg_attribute AS a
      WHERE a.attrelid = 'desk.event'::regclass AND a.attnum > 0 AND a.attname <> ALL (ARRAY['ticket_id', 'former_ticket_id'])),
    (SELECT array_agg(a.attname::text || ' ' || format_type(a.atttypid, NULL) ORDER BY a.attnum)
       FROM pg_attribute AS a WHERE a.attrelid = 'api.event'::regclass AND a.attnum > 0),
    'these are the table''s columns, all but ticket_id and former_ticket_id'
);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.event_view'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.event_view(NULL)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
