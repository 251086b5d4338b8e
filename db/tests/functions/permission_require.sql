BEGIN;
SELECT plan(33);

CREATE FUNCTION pg_temp.actor(role text, scopes text [] DEFAULT NULL) RETURNS internal.actor LANGUAGE sql
AS 'SELECT cast(row($1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, $2) AS internal.actor)';

SELECT is(test.refusal(format('SELECT internal.permission_require(pg_temp.actor(%L, %L), %L)', v.role, v.scopes, v.permission)),
          v.refusal, format('%s with scopes %s, %s: %s', v.role, coalesce(v.scopes, 'NULL'), v.permission, v.refusal))
  FROM (VALUES
        ('admin', NULL, 'agent_create', 'allowed'), ('lead', NULL, 'agent_create', 'TF403 permission_missing'),
        ('lead', NULL, 'ticket_hand_over', 'allowed'), ('agent', NULL, 'ticket_hand_over', 'TF403 permission_missing'),
        ('client', NULL, 'ticket_create', 'allowed'), ('client', NULL, 'ticket_update', 'TF403 permission_missing'),
        ('portal', NULL, 'act_for_client', 'allowed'), ('portal', NULL, 'act_for_agent', 'TF403 permission_missing'),
        ('importer', NULL, 'clock_set', 'allowed'), ('monitor', NULL, 'ticket_list', 'allowed'),
        ('monitor', NULL, 'ticket_create', 'TF403 permission_missing'),
        ('admin', '{tickets:read}', 'ticket_get', 'allowed'), ('admin', '{tickets:read}', 'ticket_update', 'TF403 scope_missing'),
        ('admin', '{tickets:read,tickets:write}', 'ticket_update', 'allowed'), ('admin', '{admin}', 'ticket_get', 'TF403 scope_missing'),
        ('admin', '{}', 'ticket_get', 'TF403 scope_missing'), ('agent', '{admin}', 'agent_create', 'TF403 permission_missing'),
        ('admin', NULL, 'nothing', 'TF403 permission_missing'), ('admin', '{admin}', 'nothing', 'TF403 permission_missing'),
        ('admin', NULL, NULL, 'TF403 permission_missing'), (NULL, NULL, 'ticket_get', 'TF403 permission_missing'),
        ('admin', '{tickets:read}', 'see_teams', 'allowed'))
    AS v (role, scopes, permission, refusal);
SELECT is(test.refusal(format('SELECT internal.permission_require(pg_temp.actor(%L, %L), %L, %L)', v.role, v.scopes, 'clock_set', 'clock')),
          v.refusal, 'names the field: ' || v.refusal)
  FROM (VALUES ('agent', NULL, 'TF403 permission_missing clock'), ('admin', '{tickets:read}', 'TF403 scope_missing clock'),
               ('admin', NULL, 'allowed')) AS v (role, scopes, refusal);
SELECT throws_ok($$SELECT internal.permission_require(pg_temp.actor('agent'), 'agent_create')$$, 'TF403',
                 'role agent does not have permission agent_create', 'says which role lacks which permission');
SELECT throws_ok($$SELECT internal.permission_require(pg_temp.actor('admin', '{tickets:read}'), 'agent_create')$$, 'TF403',
                 'this takes a token with scope admin', 'and which scope is missing');
SELECT is(test.refusal($$SELECT internal.permission_require(NULL, 'ticket_get')$$), 'TF403 permission_missing', 'nobody has none');
SELECT is_empty(
    $$SELECT r.name, p.name
        FROM desk.role AS r CROSS JOIN desk.permission AS p
       WHERE (test.refusal(format('SELECT internal.permission_require(pg_temp.actor(%L), %L)', r.name, p.name)) = 'allowed')
             IS DISTINCT FROM internal.permission_covers(p, pg_temp.actor(r.name))$$,
    'a role without scopes is allowed what internal.permission_covers says it has'
);

-- data, not code
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'ticket_get';
SELECT is(test.refusal($$SELECT internal.permission_require(pg_temp.actor('agent'), 'ticket_get')$$), 'TF403 permission_missing',
          'a DBA takes a permission away with one UPDATE');
UPDATE desk.permission SET roles = roles || '{client}'::text [] WHERE name = 'agent_create';
SELECT is(test.refusal($$SELECT internal.permission_require(pg_temp.actor('client'), 'agent_create')$$), 'allowed', 'and gives one');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.permission_require'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.permission_require(NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
