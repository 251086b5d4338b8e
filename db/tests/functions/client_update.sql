BEGIN;
SELECT plan(37);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root, test.client('Bea') AS bea,
       test.client('Cleo') AS cleo, test.client('Gone') AS gone \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo) AS ticket \gset

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.client_update(:bea, '{"name": " Beata\t", "email": " Beata@Client.example"}')) AS beata \gset
SELECT is(:'beata'::jsonb - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :bea, 'name', 'Beata', 'email', 'Beata@Client.example',
                             'active', true, 'version', 2),
          'changes the fields it is given, trimmed, and no other');
SELECT is(to_jsonb(api.client_get(:bea)), :'beata'::jsonb, 'and keeps them');
SELECT is((api.client_update(:bea, '{"email": "BEATA@client.example"}', if_version => 2)).email, 'BEATA@client.example',
          'goes on from the version seen; the case of an own email may change');
SELECT is((api.client_update(:bea, '{}')).version, 3, 'no changes change nothing');
SELECT is((api.client_update(:bea, '{"name": " Beata ", "email": "BEATA@client.example", "active": true}')).version, 3,
          'the same values change nothing either');
SELECT is((api.client_update(:bea, '{"email": "gone@client.example"}')).email, 'gone@client.example',
          'a deleted client''s email is free');
SELECT is((api.client_update(:bea, '{"email": "ada@desk.example"}')).email, 'ada@desk.example', 'so is an agent''s');
SELECT is((api.client_update(:cleo, '{"active": false}')).active, false, 'deactivates a client, with live tickets too');
SELECT is((api.ticket_get(:ticket)).client_id, :cleo::bigint, 'which keep their client');
SELECT is((api.client_update(:cleo, '{"active": true}')).active, true, 'and activates it again');

SELECT is(test.refusal(format('SELECT api.client_update(%s, %L)', :bea, v.changes)), v.refusal, 'refuses ' || v.changes)
  FROM (VALUES
        ('{"name": null}', '23502 client_name_not_null name'),
        ('{"email": null}', '23502 client_email_not_null email'),
        ('{"active": null}', '23502 client_active_not_null active'),
        ('{"name": " "}', '23514 client_name_length'),
        (format('{"name": "%s"}', repeat('x', 201)), '23514 client_name_length'),
        ('{"name": "X\nY"}', '23514 client_name_one_line'),
        ('{"email": "x"}', '23514 client_email_shape'),
        ('{"email": "CLEO@client.example"}', '23505 client_email_unique'),
        ('{"name": 1}', 'TF422 changes_field_type name'),
        ('{"email": ["x@y"]}', 'TF422 changes_field_type email'),
        ('{"active": "false"}', 'TF422 changes_field_type active'),
        ('{"id": 1}', 'TF422 changes_field_unknown id'),
        ('{"role": "admin"}', 'TF422 changes_field_unknown role'),
        ('{"name_key": "x"}', 'TF422 changes_field_unknown name_key'),
        ('[]', 'TF422 changes_not_object changes'),
        ('"name"', 'TF422 changes_not_object changes'))
    AS v (changes, refusal);
SELECT is(test.refusal(format('SELECT api.client_update(%s, NULL)', :bea)), 'TF422 changes_not_object changes',
          'refuses no changes at all');
SELECT is(test.refusal(format($$SELECT api.client_update(%s, '{"name": "X"}', if_version => 4)$$, :bea)),
          'TF412 client_version_stale if_version', 'refuses an older version');
SELECT is(test.refusal(format($$SELECT api.client_update(%s, '{}', if_version => 6)$$, :bea)),
          'TF412 client_version_stale if_version', 'even to change nothing');
SELECT is(test.refusal(format($$SELECT api.client_update(%s, '{"name": "X"}')$$, :gone)), 'TF404 client_not_found id',
          'a deleted client is not there');
SELECT is(test.refusal($$SELECT api.client_update(0, '{"name": "X"}')$$), 'TF404 client_not_found id',
          'neither is one who never was');
SELECT is((api.client_get(:bea)).version, 5, 'what was refused changed nothing');

SELECT test.enter_as(:root);
SELECT is((api.client_update(:bea, '{"name": "Bea"}')).version, 6, 'an administrator may do the same');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format($$SELECT api.client_update(%s, '{"name": "X"}')$$, :bea)), '28000 actor_unknown',
          'refuses nobody');
SELECT is(test.refusal($$SELECT api.client_update(0, '{"name": "X"}')$$), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'client' AND e.entity_id = :bea AND e.action = 'update'),
    ARRAY[
        '{"name": {"from": "Bea", "to": "Beata"},
          "email": {"from": "bea@client.example", "to": "Beata@Client.example"}}',
        '{"email": {"from": "Beata@Client.example", "to": "BEATA@client.example"}}',
        '{"email": {"from": "BEATA@client.example", "to": "gone@client.example"}}',
        '{"email": {"from": "gone@client.example", "to": "ada@desk.example"}}',
        '{"name": {"from": "Beata", "to": "Bea"}}'
    ]::jsonb[],
    'each change is one event with the changed fields alone'
);
SELECT is(
    (SELECT array_agg(row(e.version, e.changes, e.actor_agent_id)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'client' AND e.entity_id = :cleo AND e.action = 'update'),
    ARRAY[row(2, '{"active": {"from": true, "to": false}}'::jsonb, :ada)::text,
          row(3, '{"active": {"from": false, "to": true}}'::jsonb, :ada)::text],
    'with its version, by whoever made it'
);

SELECT * FROM finish();
ROLLBACK;
