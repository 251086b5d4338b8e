BEGIN;
SELECT plan(8);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo \gset
CREATE ROLE actor_agent_id_agent LOGIN;
CREATE ROLE actor_agent_id_stranger LOGIN;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('actor_agent_id_agent', :ben);
CREATE FUNCTION pg_temp.ask() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT internal.actor_agent_id()';

SELECT is(internal.actor_agent_id(), NULL, 'a superuser is no agent');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'a gateway that has not entered is nobody');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(), :ada::bigint, 'whoever has entered is the token''s agent');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'and nobody after the transaction, when the setting is empty');
SELECT test.enter_as_client(:cleo);
SELECT is(pg_temp.ask(), NULL, 'a client is no agent');

SELECT set_config('ticketfirst.actor', :'ada', true);
SET LOCAL SESSION AUTHORIZATION actor_agent_id_agent;
SELECT is(pg_temp.ask(), :ben::bigint, 'a role of an agent is that agent, whatever it has set');
SET LOCAL SESSION AUTHORIZATION actor_agent_id_stranger;
SELECT is(test.refusal('SELECT pg_temp.ask()'), '28000 actor_unknown', 'a role of no agent is nobody, whatever it has set');
SELECT test.leave();
SELECT is(internal.actor_agent_id(), NULL, 'and a superuser no agent');

SELECT * FROM finish();
ROLLBACK;
