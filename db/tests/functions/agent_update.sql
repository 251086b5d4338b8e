BEGIN;
SELECT plan(59);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal,
       test.agent('Dan') AS dan, test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo, :cal) AS one, test.ticket(:cleo, :cal) AS two, test.ticket(:cleo, :cal) AS deleted,
       test.ticket(:cleo, :dan) AS other \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.agent_update(:ben, '{"name": " Benno\t", "email": " Benno@Desk.example"}')) AS benno \gset
SELECT is(:'benno'::jsonb - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :ben, 'name', 'Benno', 'email', 'Benno@Desk.example', 'role', 'agent',
                             'active', true, 'version', 2),
          'changes the fields it is given, trimmed, and no other');
SELECT is(to_jsonb(api.agent_get(:ben)), :'benno'::jsonb, 'and keeps them');
SELECT is((api.agent_update(:ben, '{"role": "admin"}')).role, 'admin', 'makes an agent an administrator');
SELECT is((api.agent_update(:ben, '{"email": "BENNO@desk.example"}', if_version => 3)).email, 'BENNO@desk.example',
          'goes on from the version seen; the case of an own email may change');
SELECT is((api.agent_update(:ben, '{}')).version, 4, 'no changes change nothing');
SELECT is((api.agent_update(:ben, '{"name": " Benno ", "email": "BENNO@desk.example", "role": "admin"}')).version, 4,
          'the same values change nothing either');
SELECT is((api.agent_update(:ben, '{"email": "gone@desk.example"}')).email, 'gone@desk.example',
          'a deleted agent''s email is free');
SELECT is((api.agent_update(:ben, '{"active": false}')).active, false, 'deactivates an agent without tickets');
SELECT is((api.agent_update(:ben, '{"active": true, "role": "agent"}')).active, true, 'and activates it again');

SELECT is(test.refusal(format('SELECT api.agent_update(%s, %L)', :ben, v.changes)), v.refusal, 'refuses ' || v.changes)
  FROM (VALUES
        ('{"name": null}', '23502 agent_name_not_null name'),
        ('{"email": null}', '23502 agent_email_not_null email'),
        ('{"role": null}', '23502 agent_role_not_null role'),
        ('{"active": null}', '23502 agent_active_not_null active'),
        ('{"name": " "}', '23514 agent_name_length'),
        (format('{"name": "%s"}', repeat('x', 201)), '23514 agent_name_length'),
        ('{"name": "X\nY"}', '23514 agent_name_one_line'),
        ('{"email": "x"}', '23514 agent_email_shape'),
        ('{"role": "boss"}', '23514 agent_role_known'),
        ('{"email": "CAL@desk.example"}', '23505 agent_email_unique'),
        ('{"name": 1}', 'TF422 changes_field_type name'),
        ('{"email": ["x@y"]}', 'TF422 changes_field_type email'),
        ('{"role": true}', 'TF422 changes_field_type role'),
        ('{"active": "false"}', 'TF422 changes_field_type active'),
        ('{"id": 1}', 'TF422 changes_field_unknown id'),
        ('{"version": 1}', 'TF422 changes_field_unknown version'),
        ('{"deleted_at": null}', 'TF422 changes_field_unknown deleted_at'),
        ('[]', 'TF422 changes_not_object changes'),
        ('null', 'TF422 changes_not_object changes'))
    AS v (changes, refusal);
SELECT is(test.refusal(format('SELECT api.agent_update(%s, NULL)', :ben)), 'TF422 changes_not_object changes',
          'refuses no changes at all');
SELECT is(test.refusal(format($$SELECT api.agent_update(%s, '{"name": "X"}', if_version => 4)$$, :ben)),
          'TF412 agent_version_stale if_version', 'refuses an older version');
SELECT is(test.refusal(format($$SELECT api.agent_update(%s, '{}', if_version => 6)$$, :ben)),
          'TF412 agent_version_stale if_version', 'even to change nothing');
SELECT is(test.refusal(format($$SELECT api.agent_update(%s, '{"name": "X"}')$$, :gone)),
          'TF404 agent_not_found id', 'a deleted agent is not there');
SELECT is(test.refusal($$SELECT api.agent_update(0, '{"name": "X"}')$$), 'TF404 agent_not_found id',
          'neither is one who never was');
SELECT is((api.agent_get(:ben)).version, 7, 'what was refused changed nothing');

-- an agent with tickets
SELECT is(test.refusal(format('SELECT api.agent_update(%s, %s)', :cal, v.arguments)), v.refusal,
          'refuses ' || v.arguments)
  FROM (VALUES
        ($$'{"active": false}'$$, 'TF409 agent_has_tickets reassign_to'),
        (format($$'{"active": false}', reassign_to => %s, unassign => true$$, :dan),
         'TF422 agent_reassign_conflict reassign_to'),
        (format($$'{"active": true}', reassign_to => %s$$, :dan), 'TF422 agent_reassign_conflict reassign_to'),
        (format($$'{"name": "X"}', reassign_to => %s$$, :dan), 'TF422 agent_reassign_conflict reassign_to'),
        ($$'{"active": null}', unassign => true$$, 'TF422 agent_reassign_conflict reassign_to'),
        ($$'{"name": "X"}', unassign => true$$, 'TF422 agent_reassign_conflict reassign_to'),
        ($$'{}', unassign => true$$, 'TF422 agent_reassign_conflict reassign_to'),
        (format($$'{"active": false}', reassign_to => %s$$, :cal), 'TF422 agent_reassign_to_invalid reassign_to'),
        (format($$'{"active": false}', reassign_to => %s$$, :idle), 'TF422 agent_reassign_to_invalid reassign_to'),
        (format($$'{"active": false}', reassign_to => %s$$, :gone), 'TF422 agent_reassign_to_invalid reassign_to'),
        ($$'{"active": false}', reassign_to => 0$$, 'TF422 agent_reassign_to_invalid reassign_to'),
        (format($$'{"active": false}', 2, reassign_to => %s$$, :dan), 'TF412 agent_version_stale if_version'))
    AS v (arguments, refusal);
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(agent_id => :cal) AS t), ARRAY[:one, :two]::bigint[],
          'its tickets stay where they were');
SELECT is((api.agent_get(:cal)).version, 1, 'and so does the agent');

SELECT is((api.agent_update(:cal, '{"active": false}', reassign_to => :dan)).active, false,
          'deactivates an agent whose tickets go to another');
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(agent_id => :dan) AS t), ARRAY[:one, :two, :other]::bigint[],
          'who has them now beside its own');
SELECT is((api.agent_update(:dan, '{"active": false}', unassign => true)).active, false,
          'deactivates an agent whose tickets go to nobody');
SELECT is((SELECT array_agg(t.id) FROM api.ticket_list(unassigned => true) AS t), ARRAY[:one, :two, :other]::bigint[],
          'and leaves them unassigned');
SELECT is((api.agent_update(:dan, '{"active": false}', reassign_to => :ben)).version, 2,
          'an agent who is not active may be deactivated again: nothing changes');

SELECT test.enter_as(:ben);
SELECT is(test.refusal(format($$SELECT api.agent_update(%s, '{"name": "X"}')$$, :ben)), 'TF403 permission_missing',
          'refuses an agent, even to change itself');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format($$SELECT api.agent_update(%s, '{"name": "X"}')$$, :ben)), '28000 actor_unknown',
          'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'agent' AND e.entity_id = :ben AND e.action <> 'create'),
    ARRAY[
        '{"name": {"from": "Ben", "to": "Benno"}, "email": {"from": "ben@desk.example", "to": "Benno@Desk.example"}}',
        '{"role": {"from": "agent", "to": "admin"}}',
        '{"email": {"from": "Benno@Desk.example", "to": "BENNO@desk.example"}}',
        '{"email": {"from": "BENNO@desk.example", "to": "gone@desk.example"}}',
        '{"active": {"from": true, "to": false}}',
        '{"role": {"from": "admin", "to": "agent"}, "active": {"from": false, "to": true}}'
    ]::jsonb[],
    'each change is one event with the changed fields alone'
);
SELECT is(
    (SELECT array_agg(row(e.action, e.version, e.actor_agent_id)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'agent' AND e.entity_id = :cal AND e.action <> 'create'),
    ARRAY[row('update', 2, :ada)::text], 'by whoever made it'
);
SELECT is(
    (SELECT array_agg(e.changes ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = 'ticket' AND e.entity_id = :one AND e.action = 'update'),
    ARRAY[
        jsonb_build_object('agent_id', jsonb_build_object('from', :cal, 'to', :dan)),
        jsonb_build_object('agent_id', jsonb_build_object('from', :dan, 'to', NULL))
    ],
    'each ticket that went to another has its event'
);
SELECT is((SELECT t.agent_id FROM desk.ticket AS t WHERE t.id = :deleted), :cal::bigint,
          'a deleted ticket stays with its agent');

SELECT * FROM finish();
ROLLBACK;
