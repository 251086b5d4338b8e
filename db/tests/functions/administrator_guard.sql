BEGIN;
SELECT plan(29);

CREATE FUNCTION pg_temp.ask(caller text, other text, scopes text[] DEFAULT NULL, field text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_actor internal.actor;
BEGIN
    v_actor.role := ask.caller;
    v_actor.scopes := ask.scopes;
    RETURN test.refusal(format('SELECT internal.administrator_guard(%L, %L, %L)', v_actor, ask.other, ask.field));
END;
$$;

SELECT is(pg_temp.ask(c.name, o.name),
          CASE WHEN o.name = 'admin' AND c.name <> 'admin' THEN 'TF403 permission_missing' ELSE 'allowed' END,
          format('%s and %s', c.name, o.name))
  FROM desk.role AS c CROSS JOIN desk.role AS o
 WHERE c.name IN ('admin', 'lead', 'agent', 'client', 'portal', 'importer') AND o.name IN ('admin', 'lead', 'client', 'portal')
 ORDER BY c.name, o.name;
SELECT is(pg_temp.ask('lead', NULL), 'allowed', 'nobody is no administrator');
SELECT is(pg_temp.ask('lead', 'admin', field => 'role'), 'TF403 permission_missing role', 'names the field');
SELECT is(pg_temp.ask('admin', 'admin', '{admin}'), 'allowed', 'an administrator''s token with the scope');
SELECT is(pg_temp.ask('admin', 'admin', '{tickets:write}', 'role'), 'TF403 scope_missing role', 'and without it');

-- it is a permission as any other
UPDATE desk.permission SET roles = '{admin,lead}' WHERE name = 'administrator_manage';
SELECT is(pg_temp.ask('lead', 'admin'), 'allowed', 'a lead whom a DBA has given the permission');

SELECT * FROM finish();
ROLLBACK;
