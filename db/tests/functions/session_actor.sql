BEGIN;
SELECT plan(10);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle') AS idle,
       test.agent('Gone') AS gone \gset
CREATE ROLE session_actor_admin LOGIN;
CREATE ROLE session_actor_agent LOGIN;
CREATE ROLE session_actor_idle LOGIN;
CREATE ROLE session_actor_gone LOGIN;
CREATE ROLE session_actor_stranger LOGIN;
CREATE ROLE session_actor_owner LOGIN;
CREATE ROLE session_actor_deployer LOGIN NOINHERIT;
GRANT ticketfirst_owner TO session_actor_owner, session_actor_deployer;
INSERT INTO desk.database_role (role_name, agent_id) VALUES
('session_actor_admin', :ada), ('session_actor_agent', :ben), ('session_actor_idle', :idle),
('session_actor_gone', :gone), ('session_actor_owner', :ben);
UPDATE desk.agent SET active = false WHERE id = :idle;
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.session_actor()::text';

SELECT is(pg_temp.ask(), '(,admin)', 'a superuser is an administrator without an agent');
SET LOCAL SESSION AUTHORIZATION session_actor_admin;
SELECT is(pg_temp.ask(), format('(%s,admin)', :ada), 'a role of an administrator is that administrator');
SET LOCAL SESSION AUTHORIZATION session_actor_agent;
SELECT is(pg_temp.ask(), format('(%s,agent)', :ben), 'a role of an agent is that agent');
SELECT set_config('ticketfirst.actor', :'ada', true) AS actor,
       set_config('ticketfirst.actor_role', 'admin', true) AS role;
SELECT is(pg_temp.ask(), format('(%s,agent)', :ben), 'whatever it has set');
SET LOCAL SESSION AUTHORIZATION session_actor_idle;
SELECT is(pg_temp.ask(), '(,)', 'a role of an agent who is not active is nobody');
SET LOCAL SESSION AUTHORIZATION session_actor_gone;
SELECT is(pg_temp.ask(), '(,)', 'neither is one of a deleted agent anybody');
SET LOCAL SESSION AUTHORIZATION session_actor_stranger;
SELECT is(pg_temp.ask(), '(,)', 'nor one of no agent');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(pg_temp.ask(), '(,)', 'nor the gateway''s, which enters with a credential');
SET LOCAL SESSION AUTHORIZATION session_actor_owner;
SELECT is(pg_temp.ask(), '(,admin)',
          'a member of the owner is an administrator without an agent, mapped or not');
SET LOCAL SESSION AUTHORIZATION session_actor_deployer;
SELECT is(pg_temp.ask(), '(,admin)', 'even where it inherits nothing');

SELECT * FROM finish();
ROLLBACK;
