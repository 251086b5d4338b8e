BEGIN;
SELECT plan(10);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben', active => false) AS ben, test.agent('Gone') AS gone \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.agent_get(:ben)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :ben, 'name', 'Ben', 'email', 'ben@desk.example', 'role', 'agent',
                             'active', false, 'version', 1),
          'shows an agent to an administrator, active or not');
SELECT is(row((api.agent_get(:ben)).created_at, (api.agent_get(:ben)).updated_at), row(now(), now()),
          'with its times');
SELECT is(test.refusal(format('SELECT api.agent_get(%s)', :gone)),
          'TF404 agent_not_found id', 'a deleted agent is not there, even for an administrator');
SELECT is(test.refusal('SELECT api.agent_get(0)'), 'TF404 agent_not_found id', 'neither is one who never was');
SELECT is(test.refusal('SELECT api.agent_get(NULL)'), 'TF404 agent_not_found id', 'nor no id');

SELECT test.leave();
SELECT test.agent('Cal') AS cal \gset
SELECT test.enter_as(:cal);
SELECT is((api.agent_get(:ada)).role, 'admin', 'shows all agents to an agent');
SELECT is((api.agent_get(:cal)).id, :cal::bigint, 'the agent itself too');
SELECT is(test.refusal(format('SELECT api.agent_get(%s)', :gone)),
          'TF404 agent_not_found id', 'but no deleted one');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.agent_get(%s)', :ada)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.agent_get(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT * FROM finish();
ROLLBACK;
