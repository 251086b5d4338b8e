BEGIN;
SELECT plan(33);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.agent('Gone') AS gone, test.agent('Idle', active => false) AS idle, test.client('Cleo') AS cleo,
       test.client('Left') AS left, test.service('Portal', 'portal') AS portal, test.service('Off', 'portal') AS off \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
UPDATE desk.service SET deleted_at = now() WHERE id = :off;

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.identity_create('https://id.example', 'ben|7', agent_id => :ben)) AS made \gset
SELECT :'made'::jsonb ->> 'id' AS id \gset
SELECT is(:'made'::jsonb - '{id,created_at}'::text[],
          jsonb_build_object('issuer', 'https://id.example', 'subject', 'ben|7', 'agent_id', :ben,
                             'client_id', NULL, 'service_id', NULL),
          'says who a subject is');
SELECT is((:'made'::jsonb ->> 'created_at')::timestamptz, now(), 'made at the time of the clock');
SELECT is((SELECT to_jsonb(l) FROM api.identity_list(agent_id => :ben) AS l), :'made'::jsonb, 'and keeps it');
SELECT is((api.identity_create('https://id.example', 'cleo', client_id => :cleo)).client_id, :cleo::bigint,
          'a client');
SELECT is((api.identity_create('https://id.example', 'portal', service_id => :portal)).service_id, :portal::bigint,
          'or a service');
SELECT is((api.identity_create('https://id.example', 'ada', agent_id => :ada)).agent_id, :ada::bigint,
          'or an administrator, by one');
SELECT is((api.identity_create('https://other.example', 'ben|7', agent_id => :ben)).agent_id, :ben::bigint,
          'the same subject of another issuer is another');
SELECT is((api.identity_create('https://id.example', 'Ben|7 ', agent_id => :ben)).subject, 'Ben|7 ',
          'a subject is taken byte for byte');
SELECT is((api.identity_create(repeat('i', 500), repeat('s', 255), agent_id => :idle)).agent_id, :idle::bigint,
          'an issuer has up to 500 characters, a subject 255; an agent who is not active may have one');

SELECT is(test.refusal(format('SELECT api.identity_create(%L, %L, %s)', 'https://id.example', 'x', v.whose)), v.refusal,
          'refuses ' || v.what)
  FROM (VALUES
        ('NULL', '23514 identity_actor_one', 'nobody at all'),
        (format('%s, %s', :ben, :cleo), '23514 identity_actor_one', 'an agent and a client'),
        (format('NULL, %s, %s', :cleo, :portal), '23514 identity_actor_one', 'a client and a service'),
        ('0', 'TF422 identity_actor_not_found agent_id', 'an agent who never was'),
        (:'gone', 'TF422 identity_actor_not_found agent_id', 'a deleted agent'),
        ('client_id => ' || :'left', 'TF422 identity_actor_not_found client_id', 'a deleted client'),
        ('service_id => ' || :'off', 'TF422 identity_actor_not_found service_id', 'a deleted service'))
    AS v (whose, refusal, what);
SELECT is(test.refusal(format('SELECT api.identity_create(%L, %L, %s)', v.issuer, v.subject, :ben)), v.refusal,
          'refuses ' || v.what)
  FROM (VALUES
        (NULL, 'x', '23502 identity_issuer_not_null issuer', 'no issuer'),
        ('i', NULL, '23502 identity_subject_not_null subject', 'no subject'),
        ('', 'x', '23514 identity_issuer_length', 'an issuer of no letters'),
        ('i', '', '23514 identity_subject_length', 'a subject of no letters'),
        (repeat('i', 501), 'x', '23514 identity_issuer_length', 'an issuer of 501 characters'),
        ('i', repeat('s', 256), '23514 identity_subject_length', 'a subject of 256 characters'),
        ('https://id.example', 'ben|7', '23505 identity_subject_unique', 'a subject who is somebody'))
    AS v (issuer, subject, refusal, what);

SELECT test.enter_as(:lea);
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', %s)$$, :lea)), 'TF403 permission_missing',
          'refuses a lead, even for itself');
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', %s)$$, :ben)), 'TF403 permission_missing',
          'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', client_id => %s)$$, :cleo)),
          'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', client_id => %s)$$, :cleo)),
          'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as(:ada, scopes => '{clients:write}');
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', client_id => %s)$$, :cleo)),
          'TF403 scope_missing', 'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', %s)$$, :ben)), '28000 actor_unknown',
          'refuses nobody');

-- where a DBA lets leads do it, they make nobody an administrator by it
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'lead'::text WHERE name IN ('identity_create', 'see_credentials');
SELECT test.enter_as(:lea);
SELECT is((api.identity_create('https://id.example', 'lea', :lea)).agent_id, :lea::bigint,
          'a lead who has the permission makes some');
SELECT is(test.refusal(format($$SELECT api.identity_create('https://id.example', 'lea2', %s)$$, :ada)),
          'TF403 permission_missing agent_id', 'but none of an administrator');

-- scopes
SELECT test.leave();
SELECT test.agent('Scoped', 'admin') AS scoped \gset
SELECT test.enter_as(:scoped, scopes => '{admin}');
SELECT is(test.refusal(format('SELECT api.identity_create(%L, %L, agent_id => %s)', 'https://id.example', 'scoped', :scoped)),
          'TF403 scope_missing agent_id', 'a token limited to scopes does not free itself of them by an identity');

-- what is made is seen, or not made
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'admin') WHERE name = 'see_credentials';
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format($$SELECT api.identity_create('i', 'x', %s)$$, :ben)), 'TF403 permission_missing',
          'refuses who would not see it');

SELECT * FROM finish();
ROLLBACK;
