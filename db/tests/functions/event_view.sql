BEGIN;
SELECT plan(8);

CREATE FUNCTION pg_temp.event(changes jsonb) RETURNS desk.event LANGUAGE sql
AS $$SELECT jsonb_populate_record(NULL::desk.event, jsonb_build_object('changes', $1) || '{"id": 1, "entity": "team", "entity_id": 2, "ticket_id": 3, "former_ticket_id": 4, "action": "update", "version": 5, "visibility": "public", "actor_agent_id": 7, "actor_client_id": 8, "actor_service_id": 9, "by_agent_id": 10, "by_service_id": 11, "database_role": "r", "request_id": "q", "happened_at": "2020-01-01T00:00:00Z"}')$$;
CREATE FUNCTION pg_temp.shown(changes jsonb) RETURNS jsonb LANGUAGE sql
AS $$SELECT jsonb_build_object('changes', $1) || '{"id": 1, "entity": "team", "entity_id": 2, "action": "update", "version": 5, "visibility": "public", "actor_agent_id": 7, "actor_client_id": 8, "actor_service_id": 9, "by_agent_id": 10, "by_service_id": 11, "database_role": "r", "request_id": "q", "happened_at": "2020-01-01T00:00:00+00:00"}'$$;
CREATE TABLE pg_temp.actors AS
SELECT 'client' AS who, cast(row('client', NULL, 1, NULL, NULL, NULL, '{}', NULL, '{}', NULL) AS internal.actor) AS actor
UNION ALL
SELECT 'agent', cast(row('agent', 1, NULL, NULL, NULL, NULL, '{0}', NULL, '{see_internal_comments}', NULL) AS internal.actor);

SELECT is(
    to_jsonb(internal.event_view(pg_temp.event('{"subject": 1, "team_id": 2, "comment_count": 3, "last_comment_at": 4}'), a.actor)),
    pg_temp.shown('{"subject": 1, "team_id": 2, "comment_count": 3, "last_comment_at": 4}'),
    'shows the staff each field in its place'
)
  FROM pg_temp.actors AS a WHERE a.who = 'agent';
SELECT is(
    to_jsonb(internal.event_view(pg_temp.event('{"subject": 1, "team_id": 2, "comment_count": 3, "last_comment_at": 4}'), a.actor)),
    pg_temp.shown('{"subject": 1}') || '{"database_role": null, "request_id": null}',
    'a client neither the team, nor how many comments there are, nor the login role and request'
)
  FROM pg_temp.actors AS a WHERE a.who = 'client';
SELECT is((internal.event_view(pg_temp.event('{"team_id": 2}'), a.actor)).changes, '{}'::jsonb, 'if that was all, nothing')
  FROM pg_temp.actors AS a WHERE a.who = 'client';
SELECT is((internal.event_view(pg_temp.event('{"team_id": 2}'), NULL)).changes, '{}'::jsonb, 'nor anybody without a sight');
SELECT is(to_jsonb(internal.event_view(NULL, NULL)), (SELECT jsonb_object_agg(c.key, NULL) FROM jsonb_object_keys(pg_temp.shown('{}')) AS c (key)), 'of nothing, nothing');
SELECT is(
    (SELECT array_agg(a.attname::text || ' ' || format_type(CASE a.atttypid WHEN 'name'::regtype THEN 'text'::regtype ELSE coalesce((SELECT nullif(t.typbasetype, 0) FROM pg_type AS t WHERE t.oid = a.atttypid), a.atttypid) END, NULL) ORDER BY a.attnum)
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
SELECT is(test.refusal('SELECT internal.event_view(NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
