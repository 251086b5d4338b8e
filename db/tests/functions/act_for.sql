BEGIN;
SELECT plan(27);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Root', 'admin') AS root, test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora,
       test.service('Portal', 'portal') AS portal, test.service('Monitor', 'monitor') AS monitor \gset
SELECT test.ticket(:cleo) AS cleos, test.ticket(:dora) AS doras \gset
CREATE ROLE act_for_portal LOGIN;
CREATE ROLE act_for_monitor LOGIN;
CREATE ROLE act_for_admin LOGIN;
CREATE ROLE act_for_agent LOGIN;
CREATE ROLE act_for_client LOGIN;
CREATE ROLE act_for_unmapped LOGIN;
CREATE ROLE act_for_stranger LOGIN;
GRANT ticketfirst_service TO act_for_portal, act_for_monitor, act_for_admin, act_for_agent, act_for_client, act_for_unmapped;
INSERT INTO desk.database_role (role_name, agent_id, client_id, service_id) VALUES
('act_for_portal', NULL, NULL, :portal), ('act_for_monitor', NULL, NULL, :monitor), ('act_for_admin', :ada, NULL, NULL),
('act_for_agent', :ben, NULL, NULL), ('act_for_client', NULL, :cleo, NULL);

-- from here to the end of the transaction
SET LOCAL SESSION AUTHORIZATION act_for_portal;
SAVEPOINT here;
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :cleos)), 'TF403 permission_missing', 'a portal reads no tickets by itself');
SELECT is((SELECT count(*) FROM api.client_list()), 2::bigint, 'but lists clients');
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), 'allowed', 'it may act for a client');
SELECT is((api.ticket_get(:cleos)).id, :cleos::bigint, 'as whom it reads the client''s ticket');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :doras)), 'TF404 ticket_not_found id', 'not another client''s');
SELECT is(test.refusal('SELECT api.client_list()'), 'TF403 permission_missing', 'and no longer what a portal may');
SELECT (api.ticket_create('Mouse gone')).id AS made \gset
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :dora)), 'TF403 behalf_twice', 'for one other, and no further');
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), 'TF403 behalf_twice', 'nor for the same again');
SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.actor_agent_id, e.actor_client_id, e.actor_service_id, e.by_agent_id, e.by_service_id, e.database_role)::text)
       FROM desk.event AS e WHERE e.entity = 'ticket' AND e.entity_id = :made),
    ARRAY[format('(,%s,,,%s,act_for_portal)', :cleo, :portal)], 'the journal has both'
);
SELECT is((SELECT t.client_id FROM desk.ticket AS t WHERE t.id = :made), :cleo::bigint, 'the ticket is the client''s');
ROLLBACK TO here;
SET LOCAL SESSION AUTHORIZATION act_for_portal;
SELECT is((SELECT count(*) FROM api.client_list()), 2::bigint, 'what is rolled back is not acted any more');

-- who may
SELECT is(test.refusal(format('SELECT api.act_for(agent_id => %s)', :ben)), 'TF403 permission_missing on_behalf_of', 'a portal not for an agent');
SELECT is(test.refusal('SELECT api.act_for()'), 'TF422 behalf_not_one on_behalf_of', 'nor for nobody');
SELECT is(test.refusal(format('SELECT api.act_for(%s, %s)', :ben, :cleo)), 'TF422 behalf_not_one on_behalf_of', 'nor for two');
SELECT is(test.refusal('SELECT api.act_for(client_id => 0)'), 'TF422 behalf_not_found on_behalf_of', 'nor for one who never was');
SET LOCAL SESSION AUTHORIZATION act_for_monitor;
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), 'TF403 permission_missing on_behalf_of', 'a monitor for nobody');
SET LOCAL SESSION AUTHORIZATION act_for_agent;
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), 'TF403 permission_missing on_behalf_of', 'nor an agent');
SET LOCAL SESSION AUTHORIZATION act_for_client;
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :dora)), 'TF403 permission_missing on_behalf_of', 'nor a client');
SET LOCAL SESSION AUTHORIZATION act_for_unmapped;
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), '28000 actor_unknown', 'nor a role that is nobody');
SET LOCAL SESSION AUTHORIZATION act_for_stranger;
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), '42501', 'nor one without ticketfirst_service');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), '42501', 'nor the gateway, which enters on behalf of others');
SET LOCAL SESSION AUTHORIZATION act_for_admin;
SAVEPOINT there;
SELECT is(test.refusal(format('SELECT api.act_for(agent_id => %s)', :root)), 'allowed', 'an administrator for another');
ROLLBACK TO there;
SET LOCAL SESSION AUTHORIZATION act_for_admin;
SELECT api.act_for(agent_id => :ben);
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'or for an agent, who may not what administrators may');
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), 'TF403 behalf_twice', 'once');
ROLLBACK TO there;
SELECT test.leave();
SELECT api.act_for(client_id => :cleo);
SELECT is((api.ticket_create('Lamp dark')).client_id, :cleo::bigint, 'a superuser acts for whom it likes');
SELECT is(
    (SELECT row(e.actor_client_id, e.by_agent_id, e.by_service_id, e.database_role)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    format('(%s,,,%s)', :cleo, session_user), 'and is in the journal under its login role'
);
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.act_for'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner', 'ticketfirst_service'], 'its owner and services may execute it'
);

SELECT * FROM finish();
ROLLBACK;
