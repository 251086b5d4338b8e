BEGIN;
SELECT plan(21);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root, test.client('Bea') AS bea,
       test.client('Cleo') AS cleo, test.client('Dora', active => false) AS dora, test.client('Gone') AS gone \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo) AS one, test.ticket(:cleo) AS two, test.ticket(:cleo) AS deleted \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.client_delete(:dora)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :dora, 'name', 'Dora', 'email', 'dora@client.example',
                             'active', false, 'version', 2),
          'returns the client as it was deleted');
SELECT is(test.refusal(format('SELECT api.client_get(%s)', :dora)), 'TF404 client_not_found id',
          'it can be read no more');
SELECT is((SELECT count(*) FROM api.client_list(name => 'Dora')), 0::bigint, 'and is in no list');
SELECT is((api.client_create('Dora', 'dora@client.example')).name, 'Dora', 'its email is free');

SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :gone)), 'TF404 client_not_found id',
          'a deleted client is not there');
SELECT is(test.refusal('SELECT api.client_delete(0)'), 'TF404 client_not_found id', 'neither is one who never was');
SELECT is(test.refusal(format('SELECT api.client_delete(%s, 2)', :bea)), 'TF412 client_version_stale if_version',
          'refuses another version than the client''s');
SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :cleo)), 'TF409 client_has_tickets id',
          'refuses a client with live tickets');
SELECT throws_ok(format('SELECT api.client_delete(%s)', :cleo), 'TF409',
                 format('client %s has live tickets', :cleo),
                 'and does not say how many');
SELECT is((api.client_get(:cleo)).version, 1, 'it stays as it was');
SELECT is((api.ticket_delete(:one)).version, 2, 'with one ticket deleted');
SELECT throws_ok(format('SELECT api.client_delete(%s)', :cleo), 'TF409',
                 format('client %s has live tickets', :cleo),
                 'one remains');
SELECT is((api.ticket_assign_client(:two, :bea)).client_id, :bea::bigint, 'with that one linked to another client');
SELECT is((api.client_delete(:cleo, if_version => 1)).version, 2, 'it can be deleted');
SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :cleo)), 'TF404 client_not_found id', 'once');

SELECT test.enter_as(:root);
SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :bea)), 'TF409 client_has_tickets id',
          'refuses an administrator too');
SELECT is((SELECT array_agg(l.id) FROM api.client_list(name => 'Dora', deleted => true) AS l), ARRAY[:dora::bigint],
          'the deleted clients are in a list of their own');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :bea)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.client_delete(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is((SELECT row(c.deleted_at, c.updated_at) FROM desk.client AS c WHERE c.id = :dora), row(now(), now()),
          'the row is still there, with the time of its deletion');
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.changes - 'deleted_at', e.changes #> '{deleted_at,from}',
                          (e.changes #>> '{deleted_at,to}')::timestamptz, e.actor_agent_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.entity = 'client' AND e.entity_id = :dora AND e.action <> 'create'),
    ARRAY[row('delete', 2, '{}'::jsonb, 'null'::jsonb, now(), :ada)::text],
    'the journal has one event of it'
);

SELECT * FROM finish();
ROLLBACK;
