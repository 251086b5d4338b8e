BEGIN;
SELECT plan(19);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal \gset

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
        ('nobody', NULL, 'nobody', '23514 database_role_actor_one'))
    AS v (role_name, agent_id, what, refusal);
SELECT is(test.refusal(format('INSERT INTO desk.database_role VALUES (%L, %L, %L, %L)', v.what, v.agent_id, v.client_id,
                              v.service_id)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (NULL, :'cleo', NULL, 'a client', 'allowed'), (NULL, NULL, :'portal', 'a service', 'allowed'),
        (NULL, '0', NULL, 'a client who never was', '23503 database_role_client_id_fkey'),
        (NULL, NULL, '0', 'a service that never was', '23503 database_role_service_id_fkey'),
        (:'ben', :'cleo', NULL, 'an agent and a client', '23514 database_role_actor_one'),
        (:'ben', NULL, :'portal', 'an agent and a service', '23514 database_role_actor_one'))
    AS v (agent_id, client_id, service_id, what, refusal);
SELECT is(test.refusal($$UPDATE desk.database_role SET role_name = 'ticketfirst_gateway' WHERE role_name = 'billing'$$),
          '23514 database_role_not_gateway', 'database_role_not_gateway: refuses an update too');
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ben)), '23503 database_role_agent_id_fkey',
          'database_role_agent_id_fkey: an agent with a role cannot be purged');
SELECT is(test.refusal(format('UPDATE desk.agent SET deleted_at = now() WHERE id = %s', :ben)), 'allowed',
          'but deleted: the role is nobody then');
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :cleo)), '23503 database_role_client_id_fkey',
          'nor can a client with a role be purged');
SELECT is(test.refusal(format('DELETE FROM desk.service WHERE id = %s', :portal)), '23503 database_role_service_id_fkey',
          'or a service');

SELECT * FROM finish();
ROLLBACK;
