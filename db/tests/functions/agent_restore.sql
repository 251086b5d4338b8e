BEGIN;
SELECT plan(17);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Gone') AS gone,
       test.agent('Idle', active => false) AS idle, test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo, :gone) AS ticket \gset

SELECT test.enter_as(:ada);
SELECT (api.agent_delete(:gone)).version AS deleted_version, (api.agent_delete(:idle)).version AS idle_version \gset
SELECT is(test.refusal(format('SELECT api.agent_restore(%s, 1)', :gone)), 'TF412 agent_version_stale if_version',
          'refuses an older version');
SELECT is(to_jsonb(api.agent_restore(:gone, if_version => :deleted_version)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :gone, 'name', 'Gone', 'email', 'gone@desk.example', 'role', 'agent',
                             'active', true, 'version', 3),
          'returns the agent as it was before');
SELECT is((api.agent_get(:gone)).version, 3, 'it can be read again');
SELECT is((SELECT array_agg(l.id) FROM api.agent_list(email => 'gone@desk.example') AS l), ARRAY[:gone::bigint],
          'and is in the list');
SELECT is((api.ticket_get(:ticket)).agent_id, NULL, 'its tickets have not come back');
SELECT is((api.agent_restore(:gone)).version, 3, 'a live agent stays as it is');
SELECT is((api.agent_restore(:ben)).version, 1, 'one who never was deleted too');
SELECT is((api.agent_restore(:idle)).active, false, 'one who was not active is not active');

SELECT is((api.agent_delete(:gone)).version, 4, 'deleted again');
SELECT (api.agent_create('Next', 'GONE@desk.example')).id AS next \gset
SELECT is(test.refusal(format('SELECT api.agent_restore(%s)', :gone)), '23505 agent_email_unique',
          'refuses an agent whose email a live one has by now, in any case');
SELECT is(test.refusal(format('SELECT api.agent_get(%s)', :gone)), 'TF404 agent_not_found id', 'who stays deleted');
SELECT is((api.agent_delete(:next)).version, 2, 'until the other is deleted');
SELECT is((api.agent_restore(:gone)).version, 5, 'it can be restored then');
SELECT is(test.refusal('SELECT api.agent_restore(0)'), 'TF404 agent_not_found id', 'one who never was is not there');

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT api.agent_restore(%s)', :next)), 'TF403 permission_missing', 'refuses an agent');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.agent_restore(%s)', :next)), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.changes - 'deleted_at', e.changes #> '{deleted_at,to}',
                          e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'agent' AND e.entity_id = :gone AND e.action = 'restore'),
    ARRAY[row('restore', 3, '{}'::jsonb, 'null'::jsonb, :ada)::text,
          row('restore', 5, '{}'::jsonb, 'null'::jsonb, :ada)::text],
    'the journal has one event of each time'
);

SELECT * FROM finish();
ROLLBACK;
