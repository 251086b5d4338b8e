BEGIN;
SELECT plan(21);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.client('Gone') AS gone \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.client_create(E'\tKim Õun ', E' Kim.O@Client.example\n')) AS kim \gset
SELECT :'kim'::jsonb ->> 'id' AS kim_id \gset
SELECT is(:'kim'::jsonb - '{id,created_at,updated_at}'::text[],
          '{"name": "Kim Õun", "email": "Kim.O@Client.example", "active": true, "version": 1}'::jsonb,
          'makes an active client, its name and email trimmed');
SELECT is((api.client_get(:kim_id)).created_at, now(), 'made at the time of the clock');
SELECT is((api.client_get(:kim_id)).updated_at, now(), 'and changed at that time');
SELECT is(to_jsonb(api.client_get(:kim_id)), :'kim'::jsonb, 'and keeps it');
SELECT is((api.client_create('Lee', 'lee@client.example', active => false)).active, false,
          'makes a client who is not active');
SELECT is((api.client_create(repeat('õ', 200) || ' ', 'long@client.example')).name, repeat('õ', 200),
          'a name has up to 200 characters after trimming');
SELECT is((api.client_create('Gone', 'gone@client.example')).email, 'gone@client.example',
          'a deleted client''s email is free');
SELECT is((api.client_create('Ada', 'ada@desk.example')).email, 'ada@desk.example', 'so is an agent''s');
SELECT is((api.client_create('Kim Õun', 'kim.2@client.example')).name, 'Kim Õun', 'two clients may have one name');

SELECT is(test.refusal($$SELECT api.client_create('Kim', 'KIM.O@CLIENT.EXAMPLE')$$),
          '23505 client_email_unique', 'refuses the email of a live client, in any case');
SELECT is(test.refusal($$SELECT api.client_create(NULL, 'x@client.example')$$),
          '23502 client_name_not_null name', 'refuses no name');
SELECT is(test.refusal($$SELECT api.client_create('X', NULL)$$),
          '23502 client_email_not_null email', 'refuses no email');
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example', active => NULL)$$),
          '23502 client_active_not_null active', 'refuses neither active nor not');
SELECT is(test.refusal($$SELECT api.client_create(E' \u00a0', 'x@client.example')$$),
          '23514 client_name_length', 'refuses a name of white space');
SELECT is(test.refusal($$SELECT api.client_create(repeat('x', 201), 'x@client.example')$$),
          '23514 client_name_length', 'refuses a name of 201 characters');
SELECT is(test.refusal($$SELECT api.client_create(E'X\nY', 'x@client.example')$$),
          '23514 client_name_one_line', 'refuses a name of two lines');
SELECT is(test.refusal($$SELECT api.client_create('X', 'x at client.example')$$),
          '23514 client_email_shape', 'refuses what is no email address');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example')$$),
          '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at}'::text[] #- '{changes,created_at}')
       FROM desk.event AS e
      WHERE e.entity = 'client' AND e.entity_id = :kim_id),
    jsonb_build_array(jsonb_build_object(
        'entity', 'client', 'entity_id', :kim_id, 'ticket_id', NULL, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1,
        'changes', '{"name": {"from": null, "to": "Kim Õun"}, "email": {"from": null, "to": "Kim.O@Client.example"},
                     "active": {"from": null, "to": true}}'::jsonb,
        'visibility', 'internal', 'actor_agent_id', :ada, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', NULL
    )),
    'the journal has what was made, and by whom'
);
SELECT is((SELECT array_agg(c.name ORDER BY c.id) FROM desk.client AS c WHERE c.id > :kim_id),
          ARRAY['Lee', repeat('õ', 200), 'Gone', 'Ada', 'Kim Õun'], 'what was refused left nothing');

-- what is made is seen, or not made
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'see_clients';
SELECT test.enter_as(:ada);
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example')$$), 'TF403 permission_missing',
          'refuses who would not see it');

SELECT * FROM finish();
ROLLBACK;
