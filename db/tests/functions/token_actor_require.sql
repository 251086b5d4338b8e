BEGIN;
SELECT plan(17);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone, test.client('Cleo') AS cleo,
       test.client('Left') AS left, test.service('Portal', 'portal') AS portal, test.service('Off', 'portal') AS off \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
UPDATE desk.service SET deleted_at = now() WHERE id = :off;
CREATE FUNCTION pg_temp.ask(agent_id bigint, client_id bigint DEFAULT NULL, service_id bigint DEFAULT NULL)
RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.token_actor_require(internal.actor(), $1, $2, $3)';
ALTER FUNCTION pg_temp.ask OWNER TO ticketfirst_api;

SELECT test.enter_as(:ada);
SELECT is(test.refusal('SELECT pg_temp.ask(' || v.whose || ')'), v.refusal, format('%s: %s', v.what, v.refusal))
  FROM (VALUES
        (:'ben', 'an agent', 'allowed'), (:'idle', 'one who is not active', 'allowed'),
        (:'ada', 'an administrator', 'allowed'), ('NULL, ' || :'cleo', 'a client', 'allowed'),
        ('NULL, NULL, ' || :'portal', 'a service', 'allowed'),
        ('NULL', 'nobody', 'TF422 token_actor_one agent_id'),
        (format('%s, %s', :ben, :cleo), 'an agent and a client', 'TF422 token_actor_one client_id'),
        (format('%s, NULL, %s', :ben, :portal), 'an agent and a service', 'TF422 token_actor_one service_id'),
        (format('%s, %s, %s', :ben, :cleo, :portal), 'all three', 'TF422 token_actor_one client_id'),
        ('0', 'an agent who never was', 'TF422 token_actor_not_found agent_id'),
        (:'gone', 'a deleted agent', 'TF422 token_actor_not_found agent_id'),
        ('NULL, ' || :'left', 'a deleted client', 'TF422 token_actor_not_found client_id'),
        ('NULL, NULL, ' || :'off', 'a deleted service', 'TF422 token_actor_not_found service_id'))
    AS v (whose, what, refusal);

-- not for one above the maker
SELECT test.enter_as(:lea);
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', :ada)), 'TF403 permission_missing agent_id',
          'who is no administrator makes none for one');
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', :ben)), 'allowed', 'but for an agent');
SELECT test.enter_as(:ada, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', :ada)), 'TF403 scope_missing agent_id',
          'nor does an administrator without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.ask(%s)', :ben)), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
