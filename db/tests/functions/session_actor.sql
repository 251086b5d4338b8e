BEGIN;
SELECT plan(15);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle') AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.client('Off', active => false) AS off,
       test.service('Portal', 'portal') AS portal, test.service('Shut', 'portal') AS shut \gset
SELECT test.team('Blue', :ben) AS blue \gset
CREATE ROLE session_actor_admin LOGIN;
CREATE ROLE session_actor_agent LOGIN;
CREATE ROLE session_actor_idle LOGIN;
CREATE ROLE session_actor_gone LOGIN;
CREATE ROLE session_actor_client LOGIN;
CREATE ROLE session_actor_off LOGIN;
CREATE ROLE session_actor_service LOGIN;
CREATE ROLE session_actor_shut LOGIN;
CREATE ROLE session_actor_stranger LOGIN;
CREATE ROLE session_actor_owner LOGIN;
CREATE ROLE session_actor_deployer LOGIN NOINHERIT;
GRANT ticketfirst_owner TO session_actor_owner, session_actor_deployer;
INSERT INTO desk.database_role (role_name, agent_id, client_id, service_id) VALUES
('session_actor_admin', :ada, NULL, NULL), ('session_actor_agent', :ben, NULL, NULL),
('session_actor_idle', :idle, NULL, NULL), ('session_actor_gone', :gone, NULL, NULL),
('session_actor_owner', :ben, NULL, NULL), ('session_actor_client', NULL, :cleo, NULL),
('session_actor_off', NULL, :off, NULL), ('session_actor_service', NULL, NULL, :portal),
('session_actor_shut', NULL, NULL, :shut);
UPDATE desk.agent SET active = false WHERE id = :idle;
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.service SET active = false WHERE id = :shut;
CREATE FUNCTION pg_temp.ask() RETURNS internal.actor LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.session_actor()';
CREATE FUNCTION pg_temp.who() RETURNS text LANGUAGE sql
AS $$SELECT concat_ws(' ', a.role, internal.actor_name(a)) FROM pg_temp.ask() AS a$$;
ALTER FUNCTION pg_temp.who SECURITY DEFINER;

SELECT is(pg_temp.who(), 'admin database', 'a superuser is an administrator without an agent');
SET LOCAL SESSION AUTHORIZATION session_actor_admin;
SELECT is(pg_temp.who(), 'admin agent:' || :ada, 'a role of an administrator is that administrator');
SET LOCAL SESSION AUTHORIZATION session_actor_agent;
SELECT is(pg_temp.who(), 'agent agent:' || :ben, 'a role of an agent is that agent');
SELECT is(row((pg_temp.ask()).team_keys, (pg_temp.ask()).scopes)::text, row(ARRAY[:blue, 0], NULL)::text,
          'with all that follows from it, and limited to no scopes');
SELECT set_config('ticketfirst.actor', format('(admin,%s,,,,,,,,)', :ada), true) AS actor;
SELECT is(pg_temp.who(), 'agent agent:' || :ben, 'whatever it has set');
SET LOCAL SESSION AUTHORIZATION session_actor_client;
SELECT is(pg_temp.who(), 'client client:' || :cleo, 'a role of a client is that client');
SET LOCAL SESSION AUTHORIZATION session_actor_service;
SELECT is(pg_temp.who(), 'portal service:' || :portal, 'a role of a service is that service');
SET LOCAL SESSION AUTHORIZATION session_actor_idle;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'a role of an agent who is not active is nobody');
SET LOCAL SESSION AUTHORIZATION session_actor_gone;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'neither is one of a deleted agent anybody');
SET LOCAL SESSION AUTHORIZATION session_actor_off;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nor one of a client who is not active');
SET LOCAL SESSION AUTHORIZATION session_actor_shut;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nor one of a service that is not active');
SET LOCAL SESSION AUTHORIZATION session_actor_stranger;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'nor one of nobody');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown',
          'nor the gateway''s, which enters with a credential');
SET LOCAL SESSION AUTHORIZATION session_actor_owner;
SELECT is(pg_temp.who(), 'admin database', 'a member of the owner is an administrator without an agent, mapped or not');
SET LOCAL SESSION AUTHORIZATION session_actor_deployer;
SELECT is(pg_temp.who(), 'admin database', 'even where it inherits nothing');

SELECT * FROM finish();
ROLLBACK;
