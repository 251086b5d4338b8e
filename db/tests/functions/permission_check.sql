BEGIN;
SELECT plan(12);

SELECT is(test.refusal(format('UPDATE desk.permission SET roles = %L WHERE name = ''ticket_get''', v.roles)), v.refusal, v.what)
  FROM (VALUES
        ('{admin,lead,agent}', 'allowed', 'a permission is given to roles'), ('{}', 'allowed', 'or to none'),
        ('{admin,agnet}', 'TF422 permission_role_unknown roles', 'but not to one that never was'),
        ('{Admin}', 'TF422 permission_role_unknown roles', 'nor in capitals'), ('{admin,""}', 'TF422 permission_role_unknown roles', 'nor without a name'),
        ('{NULL}', 'allowed', 'NULL is no role, and matches none'))
    AS v (roles, refusal, what);
SELECT throws_ok($$UPDATE desk.permission SET roles = '{agnet,lead,leed}' WHERE name = 'ticket_get'$$, 'TF422', 'there is no role agnet, leed', 'says which');
SELECT is(test.refusal($$INSERT INTO desk.permission (name, scope, roles, explanation) VALUES ('ticket_get_all', 'admin', '{nobody}', 'X')$$),
          'TF422 permission_role_unknown roles', 'holds for a new permission');
INSERT INTO desk.role (name, kind, explanation) VALUES ('auditor', 'service', 'Reads what others did.');
SELECT is(test.refusal($$UPDATE desk.permission SET roles = roles || '{auditor}' WHERE name = 'ticket_history'$$), 'allowed', 'a DBA''s own role is one');
SELECT trigger_is('desk', 'permission', 'permission_check', 'internal', 'permission_check', 'it is the trigger of the permissions');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.permission_check'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.permission_check()'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
