BEGIN;
SELECT plan(23);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal,
       test.agent('Dan') AS dan, test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo, :cal) AS one, test.ticket(:cleo, :cal) AS two, test.ticket(:cleo, :cal) AS deleted,
       test.ticket(:cleo, :dan) AS other \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.agent_delete(:idle)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :idle, 'name', 'Idle', 'email', 'idle@desk.example', 'role', 'agent',
                             'active', false, 'version', 2),
          'returns the agent as it was deleted');
SELECT is(test.refusal(format('SELECT api.agent_get(%s)', :idle)), 'TF404 agent_not_found id',
          'it can be read no more');
SELECT is((SELECT count(*) FROM api.agent_list(name => 'Idle')), 0::bigint, 'and is in no list');
SELECT is((SELECT array_agg(l.id) FROM api.agent_list(name => 'Idle', deleted => true) AS l), ARRAY[:idle::bigint],
          'but in that of the deleted agents');
SELECT is((api.agent_create('Idle', 'idle@desk.example')).name, 'Idle', 'its email is free');

SELECT is(test.refusal(format('SELECT api.agent_delete(%s)', :gone)), 'TF404 agent_not_found id',
          'a deleted agent is not there');
SELECT is(test.refusal('SELECT api.agent_delete(0)'), 'TF404 agent_not_found id', 'neither is one who never was');
SELECT is(test.refusal(format('SELECT api.agent_delete(%s, 2)', :cal)), 'TF412 agent_version_stale if_version',
          'refuses another version than the agent''s');
SELECT is(test.refusal(format('SELECT api.agent_delete(%s, reassign_to => %s)', :cal, v.reassign_to)),
          'TF422 agent_reassign_to_invalid reassign_to', 'refuses to give the tickets to ' || v.whom)
  FROM (VALUES (:cal, 'the same agent'), (:idle, 'an agent who is not active'), (:gone, 'a deleted agent'),
               (0, 'an agent who never was'))
    AS v (reassign_to, whom);
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(agent_id => :cal) AS t), ARRAY[:one, :two]::bigint[],
          'which stay where they were then');

SELECT is((api.agent_delete(:cal, if_version => 1, reassign_to => :dan)).version, 2,
          'deletes an agent whose tickets go to another');
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(agent_id => :dan) AS t), ARRAY[:one, :two, :other]::bigint[],
          'who has them now beside its own');
SELECT is((api.agent_delete(:dan)).version, 2, 'deletes an agent whose tickets go to nobody');
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(unassigned => true) AS t), ARRAY[:one, :two, :other]::bigint[],
          'and leaves them unassigned');

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.agent_delete(%s)', :ben)), 'TF403 permission_missing',
          'refuses an agent, even to delete itself');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.agent_delete(%s)', :ben)), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is((SELECT row(a.deleted_at, a.updated_at) FROM desk.agent AS a WHERE a.id = :idle), row(now(), now()),
          'the row is still there, with the time of its deletion');
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.changes - 'deleted_at', e.changes #> '{deleted_at,from}',
                          (e.changes #>> '{deleted_at,to}')::timestamptz, e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'agent' AND e.entity_id = :idle AND e.action <> 'create'),
    ARRAY[row('delete', 2, '{}'::jsonb, 'null'::jsonb, now(), :ada)::text],
    'the journal has one event of it'
);
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'ticket' AND e.entity_id = :two AND e.action = 'update'),
    ARRAY[
        jsonb_build_object('agent_id', jsonb_build_object('from', :cal, 'to', :dan)),
        jsonb_build_object('agent_id', jsonb_build_object('from', :dan, 'to', NULL))
    ],
    'and each ticket that went to another has its own'
);
SELECT is((SELECT t.agent_id FROM desk.ticket AS t WHERE t.id = :deleted), :cal::bigint,
          'a deleted ticket stays with its agent');

SELECT * FROM finish();
ROLLBACK;
