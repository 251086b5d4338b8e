BEGIN;
SELECT plan(11);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset

SELECT is(test.refusal(format('INSERT INTO desk.database_role (role_name, agent_id) VALUES (%L, %L)', v.role_name,
          v.agent_id)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        ('billing', :'ben', 'a role of an agent', 'allowed'),
        ('import', :'ben', 'another of the same agent', 'allowed'),
        ('billing', :'ada', 'the same role of another agent', '23505 database_role_pkey'),
        ('ticketfirst_gateway', :'ada', 'the gateway', '23514 database_role_not_gateway'),
        ('ticketfirst_gateway2', :'ada', 'a role with a longer name', 'allowed'),
        ('nobody', '0', 'an agent who never was', '23503 database_role_agent_id_fkey'),
        (NULL, :'ada', 'no role', '23502 database_role_role_name_not_null role_name'),
        ('nobody', NULL, 'no agent', '23502 database_role_agent_id_not_null agent_id'))
    AS v (role_name, agent_id, what, refusal);
SELECT is(test.refusal($$UPDATE desk.database_role SET role_name = 'ticketfirst_gateway' WHERE role_name = 'billing'$$),
          '23514 database_role_not_gateway', 'database_role_not_gateway: refuses an update too');
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ben)), '23503 database_role_agent_id_fkey',
          'database_role_agent_id_fkey: an agent with a role cannot be purged');
SELECT is(test.refusal(format('UPDATE desk.agent SET deleted_at = now() WHERE id = %s', :ben)), 'allowed',
          'but deleted: the role is nobody then');

SELECT * FROM finish();
ROLLBACK;
