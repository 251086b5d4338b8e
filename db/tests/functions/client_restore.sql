BEGIN;
SELECT plan(17);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root, test.client('Bea') AS bea,
       test.client('Gone') AS gone, test.client('Idle', active => false) AS idle \gset

SELECT test.enter_as(:ada);
SELECT (api.client_delete(:gone)).version AS deleted_version, (api.client_delete(:idle)).version AS idle_version \gset
SELECT is(test.refusal(format('SELECT api.client_restore(%s, 1)', :gone)), 'TF412 client_version_stale if_version',
          'refuses an older version');
SELECT is(to_jsonb(api.client_restore(:gone, if_version => :deleted_version)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :gone, 'name', 'Gone', 'email', 'gone@client.example', 'active', true, 'version', 3),
          'returns the client as it was before');
SELECT is((api.client_get(:gone)).version, 3, 'it can be read again');
SELECT is((SELECT array_agg(l.id) FROM api.client_list(email => 'gone@client.example') AS l), ARRAY[:gone::bigint],
          'and is in the list');
SELECT is((api.client_restore(:gone)).version, 3, 'a live client stays as it is');
SELECT is((api.client_restore(:bea)).version, 1, 'one who never was deleted too');
SELECT is((api.client_restore(:idle)).active, false, 'one who was not active is not active');
SELECT (api.ticket_create('Printer on fire', :gone)).id AS ticket \gset
SELECT is((api.ticket_delete(:ticket)).client_id, :gone::bigint, 'tickets can be linked to it again');

SELECT is((api.client_delete(:gone)).version, 4, 'deleted again');
SELECT (api.client_create('Next', 'GONE@client.example')).id AS next \gset
SELECT is(test.refusal(format('SELECT api.client_restore(%s)', :gone)), '23505 client_email_unique',
          'refuses a client whose email a live one has by now, in any case');
SELECT is(test.refusal(format('SELECT api.client_get(%s)', :gone)), 'TF404 client_not_found id', 'who stays deleted');
SELECT is((api.client_delete(:next)).version, 2, 'until the other is deleted');
SELECT test.enter_as(:root);
SELECT is((api.client_restore(:gone)).version, 5, 'it can be restored then, by an administrator too');
SELECT is(test.refusal('SELECT api.client_restore(0)'), 'TF404 client_not_found id', 'one who never was is not there');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.client_restore(%s)', :next)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.client_restore(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.changes - 'deleted_at', e.changes #> '{deleted_at,to}',
                          e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'client' AND e.entity_id = :gone AND e.action = 'restore'),
    ARRAY[row('restore', 3, '{}'::jsonb, 'null'::jsonb, :ada)::text,
          row('restore', 5, '{}'::jsonb, 'null'::jsonb, :root)::text],
    'the journal has one event of each time'
);

SELECT * FROM finish();
ROLLBACK;
