BEGIN;
SELECT plan(22);

SELECT is(internal.event_visibility(v.entity, v.old::jsonb, v.new::jsonb, v.changes::jsonb), v.visibility, v.what || ': ' || v.visibility)
  FROM (VALUES
        ('ticket', '{}', '{}', '{"subject": 1}', 'a ticket''s subject', 'public'),
        ('ticket', '{}', '{}', '{"agent_id": 1}', 'its agent', 'public'),
        ('ticket', '{}', '{}', '{"deleted_at": 1}', 'its deletion', 'public'),
        ('ticket', '{}', '{}', '{"team_id": 1}', 'its team', 'internal'),
        ('ticket', '{}', '{}', '{"comment_count": 1}', 'how many comments it has', 'internal'),
        ('ticket', '{}', '{}', '{"last_comment_at": 1, "comment_count": 1, "team_id": 1}', 'all of these', 'internal'),
        ('ticket', '{}', '{}', '{"team_id": 1, "agent_id": 1}', 'its team and agent', 'public'),
        ('comment', '{}', '{"visibility": "public"}', '{"body": 1}', 'a public comment', 'public'),
        ('comment', '{}', '{"visibility": "internal"}', '{"body": 1}', 'an internal comment', 'internal'),
        ('comment', '{"visibility": "public"}', '{"visibility": "public"}', '{"body": 1}', 'a change of a public comment', 'public'),
        ('comment', '{"visibility": "internal"}', '{"visibility": "internal"}', '{"body": 1}', 'a change of an internal comment', 'internal'),
        ('comment', '{"visibility": "internal"}', '{"visibility": "public"}', '{"visibility": 1}', 'a comment made public, with what it said before', 'internal'),
        ('comment', '{"visibility": "public"}', '{"visibility": "internal"}', '{"visibility": 1}', 'a comment made internal', 'internal'),
        ('comment', '{"visibility": "public"}', '{}', '{"body": 1}', 'a public comment purged', 'public'),
        ('comment', '{"visibility": "internal"}', '{}', '{"body": 1}', 'an internal comment purged', 'internal'))
    AS v (entity, old, new, changes, what, visibility);
SELECT is(internal.event_visibility(v.entity, '{}', '{"visibility": "public"}', '{"name": 1}'), 'internal', 'all else is internal: ' || v.entity)
  FROM (VALUES ('agent'), ('client'), ('team'), ('organisation'), ('service')) AS v (entity);

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.event_visibility'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.event_visibility(NULL, NULL, NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
