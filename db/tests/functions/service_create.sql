BEGIN;
SELECT plan(30);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Old', 'portal') AS old, test.service('Gone', 'portal') AS gone \gset
UPDATE desk.service SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT to_jsonb(api.service_create(E'\tNightly Õ-import\n', 'importer')) AS made \gset
SELECT :'made'::jsonb ->> 'id' AS id \gset
SELECT is(:'made'::jsonb - '{id,created_at,updated_at}'::text[],
          '{"name": "Nightly Õ-import", "role": "importer", "active": true, "version": 1}'::jsonb,
          'makes an active service, its name trimmed');
SELECT is((api.service_get(:id)).created_at, now(), 'made at the time of the clock');
SELECT is(to_jsonb(api.service_get(:id)), :'made'::jsonb, 'and keeps it');
SELECT is((api.service_create('Later', 'monitor', active => false)).active, false, 'makes one that is not active');
SELECT is((api.service_create(repeat('õ', 200) || ' ', 'portal')).name, repeat('õ', 200),
          'a name has up to 200 characters after trimming');
SELECT is((api.service_create('Gone', 'portal')).name, 'Gone', 'a deleted service''s name is free');

SELECT is(test.refusal(format('SELECT api.service_create(%L, %L)', 'X', v.role)), 'TF422 service_role_unknown role',
          format('refuses role %s', coalesce(nullif(v.role, ''), 'of no letters')))
  FROM (VALUES ('admin'), ('lead'), ('agent'), ('client'), ('nobody'), (''), ('Portal')) AS v (role);
SELECT is(test.refusal($$SELECT api.service_create('OLD', 'portal')$$), '23505 service_name_unique',
          'refuses the name of a live service, in any case');
SELECT is(test.refusal($$SELECT api.service_create(NULL, 'portal')$$), '23502 service_name_not_null name',
          'refuses no name');
SELECT is(test.refusal($$SELECT api.service_create('X', NULL)$$), '23502 service_role_not_null role',
          'refuses no role');
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal', active => NULL)$$),
          '23502 service_active_not_null active', 'refuses neither active nor not');
SELECT is(test.refusal(format('SELECT api.service_create(%L, %L)', v.name, 'portal')), v.refusal, 'refuses ' || v.what)
  FROM (VALUES (E' \u00a0', '23514 service_name_length', 'a name of white space'),
               (repeat('x', 201), '23514 service_name_length', 'a name of 201 characters'),
               (E'X\nY', '23514 service_name_one_line', 'a name of two lines'))
    AS v (name, refusal, what);

-- a role of services that a DBA has made
SELECT test.leave();
INSERT INTO desk.role (name, kind, explanation) VALUES ('chatbot', 'service', 'Answers at night.');
SELECT test.enter_as(:ada);
SELECT is((api.service_create('Bot', 'chatbot')).role, 'chatbot', 'takes a role of services that a DBA has added');

SELECT test.enter_as(:lea);
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), 'TF403 permission_missing', 'refuses a lead');
SELECT test.enter_as(:ben);
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:old);
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as(:ada, scopes => '{tickets:write,clients:write}');
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
SELECT is(
    (SELECT row(e.action, e.version, e.changes - 'created_at', e.actor_agent_id)::text
       FROM desk.event AS e
      WHERE e.entity = 'service' AND e.entity_id = :id),
    row('create', 1, '{"name": {"from": null, "to": "Nightly Õ-import"}, "role": {"from": null, "to": "importer"},
                       "active": {"from": null, "to": true}}'::jsonb, :ada)::text,
    'the journal has what was made, and by whom'
);
SELECT is((SELECT count(*) FROM desk.service AS s WHERE s.name = 'X'), 0::bigint, 'what was refused left nothing');

-- what is made is seen, or not made
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'admin') WHERE name = 'see_credentials';
SELECT test.enter_as(:ada);
SELECT is(test.refusal($$SELECT api.service_create('X', 'portal')$$), 'TF403 permission_missing',
          'refuses who would not see it');

SELECT * FROM finish();
ROLLBACK;
