BEGIN;
SELECT plan(14);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Gone') AS gone,
       test.agent('Idle', active => false) AS idle, test.client('Cleo') AS cleo, test.client('Left') AS left,
       test.service('Alpha', 'monitor') AS alpha, test.service('Beta', 'portal') AS beta,
       test.service('Off', 'portal') AS off \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
UPDATE desk.service SET deleted_at = now() WHERE id = :off;
CREATE FUNCTION pg_temp.ask(agent_id bigint, client_id bigint DEFAULT NULL, service_id bigint DEFAULT NULL)
RETURNS text LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.credential_role($1, $2, $3)';
ALTER FUNCTION pg_temp.ask OWNER TO ticketfirst_api;

SELECT test.enter_as(:ada);
SELECT is(pg_temp.ask(:ada), 'admin', 'an administrator''s');
SELECT is(pg_temp.ask(:ben), 'agent', 'an agent''s');
SELECT is(pg_temp.ask(:idle), 'agent', 'active or not');
SELECT is(pg_temp.ask(:gone), NULL, 'but not a deleted one''s');
SELECT is(pg_temp.ask(0), NULL, 'nor that of one who never was');
SELECT is(pg_temp.ask(NULL, :cleo), 'client', 'a client''s');
SELECT is(pg_temp.ask(NULL, :left), NULL, 'not a deleted one''s');
SELECT is(pg_temp.ask(NULL, NULL, :alpha), 'monitor', 'a service''s');
SELECT is(pg_temp.ask(NULL, NULL, :off), NULL, 'not a deleted one''s');
SELECT is(pg_temp.ask(NULL), NULL, 'nobody has none');

-- under the caller's policies
SELECT test.enter_as(:ben);
SELECT is(pg_temp.ask(NULL, NULL, :alpha), NULL, 'an agent sees no services');
SELECT test.enter_as_service(:beta);
SELECT is(pg_temp.ask(NULL, NULL, :alpha), NULL, 'a service no other');
SELECT is(pg_temp.ask(NULL, NULL, :beta), 'portal', 'but itself');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', :ben)), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
