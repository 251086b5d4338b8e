BEGIN;
SELECT plan(16);

CREATE FUNCTION pg_temp.asked(roles text [], scope text, role text, scopes text []) RETURNS boolean LANGUAGE sql AS $$
    SELECT internal.permission_covers(
        cast(row('x_y', $2, $1, 'X') AS desk.permission),
        cast(row($3, NULL, NULL, NULL, NULL, NULL, '{}', NULL, '{}', $4) AS internal.actor)
    )
$$;

SELECT is(pg_temp.asked(v.roles, v.scope, v.role, v.scopes), v.covers, v.what)
  FROM (VALUES
        ('{agent,lead}'::text [], 'tickets:read', 'agent', NULL::text [], true, 'a role that has it'),
        ('{lead}', 'tickets:read', 'agent', NULL, false, 'a role that has it not'),
        ('{}', 'tickets:read', 'agent', NULL, false, 'nobody''s'),
        ('{agent}', 'tickets:read', 'agent', '{tickets:read}', true, 'within the scopes of the token'),
        ('{agent}', 'tickets:read', 'agent', '{tickets:write,admin}', false, 'without the scopes'),
        ('{agent}', 'tickets:read', 'agent', '{}', false, 'a token limited to nothing'),
        ('{lead}', 'tickets:read', 'agent', '{tickets:read}', false, 'a scope gives no role''s permission'),
        ('{agent}', NULL, 'agent', '{tickets:write}', true, 'what is seen has no scope'),
        ('{lead}', NULL, 'agent', NULL, false, 'and is a role''s'),
        ('{admin}', 'clock', 'agent', '{tickets:write,clock}', true, 'scope clock sets the clock, whatever the role'),
        ('{admin}', 'clock', 'agent', NULL, false, 'no limit is no such scope'),
        ('{admin}', 'clock', 'agent', '{tickets:write}', false, 'neither is another'),
        ('{admin}', 'clock', 'admin', '{admin}', false, 'an administrator''s limited token is limited'),
        ('{admin}', 'admin', 'agent', '{admin,clock}', false, 'no other scope gives anything'))
    AS v (roles, scope, role, scopes, covers, what);
SELECT isnt(internal.permission_covers(NULL, cast(row('admin', NULL, NULL, NULL, NULL, NULL, '{}', NULL, '{}', NULL) AS internal.actor)),
            true, 'no permission is covered by nobody');

-- who may
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.permission_covers(NULL, NULL)'), '42501', 'the gateway may not ask');

SELECT * FROM finish();
ROLLBACK;
