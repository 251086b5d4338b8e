BEGIN;
SELECT plan(23);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.agent_create(E'\tKim Õun ', E' Kim.O@Desk.example\n')) AS kim \gset
SELECT :'kim'::jsonb ->> 'id' AS kim_id \gset
SELECT is(:'kim'::jsonb - '{id,created_at,updated_at}'::text[],
          '{"name": "Kim Õun", "email": "Kim.O@Desk.example", "role": "agent", "active": true, "version": 1}'::jsonb,
          'makes an active agent, its name and email trimmed');
SELECT is((api.agent_get(:kim_id)).created_at, now(), 'made at the time of the clock');
SELECT is((api.agent_get(:kim_id)).updated_at, now(), 'and changed at that time');
SELECT is(to_jsonb(api.agent_get(:kim_id)), :'kim'::jsonb, 'and keeps it');
SELECT is(to_jsonb(api.agent_create('Lee', 'lee@desk.example', role => 'admin', active => false))
          - '{id,created_at,updated_at}'::text[],
          '{"name": "Lee", "email": "lee@desk.example", "role": "admin", "active": false, "version": 1}'::jsonb,
          'makes an administrator who is not active');
SELECT is((api.agent_create(repeat('õ', 200) || ' ', 'long@desk.example')).name, repeat('õ', 200),
          'a name has up to 200 characters after trimming');
SELECT is((api.agent_create('Gone', 'gone@desk.example')).email, 'gone@desk.example',
          'a deleted agent''s email is free');
SELECT is((api.agent_create('Cleo', 'cleo@client.example')).email, 'cleo@client.example', 'so is a client''s');
SELECT is((api.agent_create('Kim Õun', 'kim.2@desk.example')).name, 'Kim Õun', 'two agents may have one name');

SELECT is(test.refusal($$SELECT api.agent_create('Kim', 'KIM.O@DESK.EXAMPLE')$$),
          '23505 agent_email_unique', 'refuses the email of a live agent, in any case');
SELECT is(test.refusal($$SELECT api.agent_create(NULL, 'x@desk.example')$$),
          '23502 agent_name_not_null name', 'refuses no name');
SELECT is(test.refusal($$SELECT api.agent_create('X', NULL)$$),
          '23502 agent_email_not_null email', 'refuses no email');
SELECT is(test.refusal($$SELECT api.agent_create('X', 'x@desk.example', role => NULL)$$),
          '23502 agent_role_not_null role', 'refuses no role');
SELECT is(test.refusal($$SELECT api.agent_create('X', 'x@desk.example', active => NULL)$$),
          '23502 agent_active_not_null active', 'refuses neither active nor not');
SELECT is(test.refusal($$SELECT api.agent_create(E' \u00a0', 'x@desk.example')$$),
          '23514 agent_name_length', 'refuses a name of white space');
SELECT is(test.refusal($$SELECT api.agent_create(repeat('x', 201), 'x@desk.example')$$),
          '23514 agent_name_length', 'refuses a name of 201 characters');
SELECT is(test.refusal($$SELECT api.agent_create(E'X\nY', 'x@desk.example')$$),
          '23514 agent_name_one_line', 'refuses a name of two lines');
SELECT is(test.refusal($$SELECT api.agent_create('X', 'x at desk.example')$$),
          '23514 agent_email_shape', 'refuses what is no email address');
SELECT is(test.refusal($$SELECT api.agent_create('X', 'x@desk.example', role => 'boss')$$),
          '23514 agent_role_known', 'refuses a role that there is not');

SELECT test.enter_as(:ben);
SELECT is(test.refusal($$SELECT api.agent_create('X', 'x@desk.example')$$),
          'TF403 permission_missing', 'refuses an agent');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal($$SELECT api.agent_create('X', 'x@desk.example')$$),
          '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at}'::text[] #- '{changes,created_at}')
       FROM desk.event AS e
      WHERE e.entity = 'agent' AND e.entity_id = :kim_id),
    jsonb_build_array(jsonb_build_object(
        'entity', 'agent', 'entity_id', :kim_id, 'ticket_id', NULL, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1,
        'changes', '{"name": {"from": null, "to": "Kim Õun"}, "email": {"from": null, "to": "Kim.O@Desk.example"},
                     "role": {"from": null, "to": "agent"}, "active": {"from": null, "to": true}}'::jsonb,
        'visibility', 'internal', 'actor_agent_id', :ada, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', NULL
    )),
    'the journal has what was made, and by whom'
);
SELECT is((SELECT array_agg(a.name ORDER BY a.id) FROM desk.agent AS a WHERE a.id > :kim_id),
          ARRAY['Lee', repeat('õ', 200), 'Gone', 'Cleo', 'Kim Õun'], 'what was refused left nothing');

SELECT * FROM finish();
ROLLBACK;
