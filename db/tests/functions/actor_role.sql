BEGIN;
SELECT plan(12);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben \gset
CREATE ROLE actor_role_agent LOGIN;
CREATE ROLE actor_role_stranger LOGIN;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('actor_role_agent', :ben);
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_role()';
CREATE FUNCTION pg_temp.ask_twice() RETURNS boolean[] LANGUAGE sql SECURITY DEFINER
AS 'SELECT ARRAY[internal.actor_is_staff(), internal.actor_is_administrator()]';

SELECT is(internal.actor_role(), 'admin', 'a superuser is an administrator');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(), 'admin', 'whoever has entered as an administrator is one');
SELECT is(pg_temp.ask_twice(), ARRAY[true, true], 'and of the staff');
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(), 'agent', 'whoever has entered as an agent is one');
SELECT is(pg_temp.ask_twice(), ARRAY[true, false], 'and of the staff, but no administrator');
SELECT set_config('ticketfirst.actor_role', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'whoever has not entered is nobody');
SELECT is(test.refusal('SELECT pg_temp.ask_twice()'), '28000 actor_unknown', 'neither staff nor not');

SET LOCAL SESSION AUTHORIZATION actor_role_agent;
SELECT is(pg_temp.ask(), 'agent', 'a role of an agent is that agent');
SELECT set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(pg_temp.ask(), 'agent', 'whatever it has set');
SELECT is(pg_temp.ask_twice(), ARRAY[true, false], 'that makes no administrator');
SET LOCAL SESSION AUTHORIZATION actor_role_stranger;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown',
          'a role of no agent is nobody, whatever it has set');

SELECT test.leave();
SET LOCAL ROLE ticketfirst_api;
SELECT set_config('ticketfirst.actor_role', 'agent', true);
SELECT is(internal.actor_role(), 'admin', 'it is the login role that counts, not the role of the moment');

SELECT * FROM finish();
ROLLBACK;
