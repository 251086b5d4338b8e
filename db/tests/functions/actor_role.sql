BEGIN;
SELECT plan(13);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal \gset
CREATE ROLE actor_role_agent LOGIN;
CREATE ROLE actor_role_stranger LOGIN;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('actor_role_agent', :ben);
CREATE FUNCTION pg_temp.ask() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_role()';

SELECT is(internal.actor_role(), 'admin', 'a superuser is an administrator');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(), 'admin', 'whoever has entered as an administrator is one');
SELECT test.enter_as(:lea);
SELECT is(pg_temp.ask(), 'lead', 'as a lead, one');
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(), 'agent', 'as an agent, one');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(), 'client', 'as a client, one');
SELECT test.enter_as_service(:portal);
SELECT is(pg_temp.ask(), 'portal', 'as a service, what it was made for');
SELECT test.enter_as(:ada, on_behalf_of => 'client:' || :cleo);
SELECT is(pg_temp.ask(), 'client', 'on behalf of a client, a client');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'whoever has not entered is nobody');

SET LOCAL SESSION AUTHORIZATION actor_role_agent;
SELECT is(pg_temp.ask(), 'agent', 'a role of an agent is that agent');
SELECT set_config('ticketfirst.actor', '(admin,,,,,,{},{},{},)', true);
SELECT is(pg_temp.ask(), 'agent', 'whatever it has set');
SET LOCAL SESSION AUTHORIZATION actor_role_stranger;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown',
          'a role of no agent is nobody, whatever it has set');

SELECT test.leave();
SET LOCAL ROLE ticketfirst_api;
SELECT is(internal.actor_role(), 'admin', 'it is the login role that counts, not the role of the moment');
SELECT set_config('ticketfirst.actor', '(agent,,,,,,{},{},{},)', true);
SELECT is(internal.actor_role(), 'admin', 'whatever is set');

SELECT * FROM finish();
ROLLBACK;
