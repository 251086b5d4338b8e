-- Who may do what is data: what the table takes, and that every name in it is asked for.
BEGIN;
SELECT plan(18);

SELECT is(test.refusal(format('INSERT INTO desk.permission (name, scope, roles, explanation) VALUES (%L, %L, %L, %L)',
                              v.name, v.scope, v.roles, v.text)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        ('ticket_sing', 'tickets:write', '{admin}', 'X', 'something new', 'allowed'),
        ('ticket_sing', 'tickets:write', '{admin}', 'X', 'it again', '23505 permission_pkey'),
        ('see_stars', NULL, '{lead,portal}', 'X', 'something to see', 'allowed'),
        ('ticket_dance', 'tickets:write', '{}', 'X', 'for nobody', 'allowed'),
        ('sing', 'tickets:write', '{admin}', 'X', 'a name of one word', '23514 permission_name_shape'),
        ('Ticket_sing', 'tickets:write', '{admin}', 'X', 'a capital letter', '23514 permission_name_shape'),
        ('ticket_x', 'tickets', '{admin}', 'X', 'an unknown scope', '23514 permission_scope_known'),
        ('ticket_x', NULL, '{admin}', 'X', 'what is done without a scope', '23514 permission_scope_needed'),
        ('see_x', 'tickets:read', '{admin}', 'X', 'what is seen with one', '23514 permission_scope_needed'),
        ('ticket_x', 'tickets:write', '{admin,nobody}', 'X', 'an unknown role', 'TF422 permission_role_unknown roles'),
        (NULL, 'tickets:write', '{admin}', 'X', 'no name', '23502 permission_name_not_null name'),
        ('ticket_x', 'tickets:write', NULL, 'X', 'no roles', '23502 permission_roles_not_null roles'),
        ('ticket_x', 'tickets:write', '{admin}', NULL, 'no explanation', '23502 permission_explanation_not_null explanation'))
    AS v (name, scope, roles, text, what, refusal);
SELECT is(test.refusal(format('UPDATE desk.permission SET roles = %L WHERE name = %L', v.roles, 'ticket_get')), v.refusal,
          format('roles %s: %s', v.roles, v.refusal))
  FROM (VALUES ('{admin,nobody}', 'TF422 permission_role_unknown roles'), ('{admin}', 'allowed')) AS v (roles, refusal);
DELETE FROM desk.permission WHERE name IN ('ticket_sing', 'see_stars', 'ticket_dance');

-- changed with one UPDATE, in force from the next call on
SELECT test.agent('Ben') AS ben, test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo) AS ticket \gset
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF403 permission_missing', 'an agent, now without it');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'ticket_get';
SELECT test.enter_as(:ben);
SELECT is((api.ticket_get(:ticket)).id, :ticket::bigint, 'and with it again');
SELECT test.leave();

-- The names are those of functions, but for those that functions and policies ask for beside their own.
SELECT is_empty(
    $$SELECT p.name
        FROM desk.permission AS p
       WHERE NOT EXISTS (SELECT FROM pg_proc AS f WHERE f.pronamespace = 'api'::regnamespace AND f.proname = p.name)
         AND NOT EXISTS (
                 SELECT FROM pg_proc AS f
                  WHERE f.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace)
                    AND (strpos(f.prosrc, quote_literal(p.name)) > 0
                         OR strpos(pg_get_functiondef(f.oid), quote_literal(p.name)) > 0))
         AND NOT EXISTS (
                 SELECT FROM pg_policy AS o
                  WHERE strpos(pg_get_expr(o.polqual, o.polrelid), quote_literal(p.name)) > 0
                     OR strpos(pg_get_expr(o.polwithcheck, o.polrelid), quote_literal(p.name)) > 0)$$,
    'every permission is asked for somewhere'
);

SELECT * FROM finish();
ROLLBACK;
