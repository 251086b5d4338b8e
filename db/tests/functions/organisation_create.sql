BEGIN;
SELECT plan(26);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Portal', 'portal') AS portal,
       test.organisation('Gone', false) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:root);
SELECT to_jsonb(api.organisation_create(E'\tAcme Ltd ')) AS acme \gset
SELECT :'acme'::jsonb ->> 'id' AS acme_id \gset
SELECT is(:'acme'::jsonb - '{id,created_at,updated_at}'::text[],
          '{"name": "Acme Ltd", "is_shared": false, "version": 1}'::jsonb,
          'makes an organisation that shares nothing, its name trimmed');
SELECT is(row((api.organisation_get(:acme_id)).created_at, (api.organisation_get(:acme_id)).updated_at), row(now(), now()),
          'made at the time of the clock');
SELECT is(to_jsonb(api.organisation_get(:acme_id)), :'acme'::jsonb, 'and keeps it');
SELECT is((api.organisation_create('Open', is_shared => true)).is_shared, true, 'makes one that shares');
SELECT is((api.organisation_create(repeat('õ', 200) || ' ')).name, repeat('õ', 200),
          'a name has up to 200 characters after trimming');
SELECT is((api.organisation_create('Gone')).name, 'Gone', 'the name of a deleted one is free');
SELECT is((SELECT count(*) FROM api.organisation_member_list(:acme_id)), 0::bigint, 'it has no members');

SELECT is(test.refusal(v.statement), v.refusal, v.statement || ' is refused')
  FROM (VALUES
        ($$SELECT api.organisation_create('ACME ltd')$$, '23505 organisation_name_unique'),
        ('SELECT api.organisation_create(NULL)', '23502 organisation_name_not_null name'),
        ($$SELECT api.organisation_create('X', NULL)$$, '23502 organisation_is_shared_not_null is_shared'),
        ($$SELECT api.organisation_create(E' \u00a0')$$, '23514 organisation_name_length'),
        ($$SELECT api.organisation_create(repeat('x', 201))$$, '23514 organisation_name_length'),
        ($$SELECT api.organisation_create(E'X\nY')$$, '23514 organisation_name_one_line'))
    AS v (statement, refusal);

-- who may
SELECT test.enter_as(:root, scopes => '{admin}');
SELECT is((api.organisation_create('Scoped')).name, 'Scoped', 'a token with scope admin will do');
SELECT test.enter_as(:root, scopes => '{clients:write}');
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), 'TF403 scope_missing', 'another will not');
SELECT test.enter_as(:lea);
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), 'TF403 permission_missing', 'a lead may not');
SELECT test.enter_as(:ben);
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), 'TF403 permission_missing', 'nor an agent');
SELECT is(test.refusal($$SELECT api.organisation_create('acme LTD')$$), 'TF403 permission_missing',
          'who is not told which names there are');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), 'TF403 permission_missing', 'nor a client');
SELECT is(test.refusal($$SELECT api.organisation_create('acme LTD')$$), 'TF403 permission_missing',
          'who is told of no names either');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), 'TF403 permission_missing', 'nor a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), '28000 actor_unknown', 'nor nobody');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{lead}' WHERE name = 'organisation_create';
SELECT test.enter_as(:lea);
SELECT is((api.organisation_create('Led')).name, 'Led', 'one UPDATE lets a lead');

SELECT test.leave();
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at}'::text[] #- '{changes,created_at}')
       FROM desk.event AS e
      WHERE e.entity = 'organisation' AND e.entity_id = :acme_id),
    jsonb_build_array(jsonb_build_object(
        'entity', 'organisation', 'entity_id', :acme_id, 'ticket_id', NULL, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1,
        'changes', '{"name": {"from": null, "to": "Acme Ltd"}, "is_shared": {"from": null, "to": false}}'::jsonb,
        'visibility', 'internal', 'actor_agent_id', :root, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', NULL
    )),
    'the journal has what was made, and by whom'
);
SELECT is((SELECT array_agg(o.name ORDER BY o.id) FROM desk.organisation AS o WHERE o.id > :acme_id),
          ARRAY['Open', repeat('õ', 200), 'Gone', 'Scoped', 'Led'], 'what was refused left nothing');

-- what is made is seen, or not made
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'admin') WHERE name = 'see_clients';
SELECT test.enter_as(:root);
SELECT is(test.refusal($$SELECT api.organisation_create('X')$$), 'TF403 permission_missing',
          'refuses who would not see it');

SELECT * FROM finish();
ROLLBACK;
