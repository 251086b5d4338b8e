BEGIN;
SELECT plan(23);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada,
       test.client('Cleo') AS cleo, test.service('Importer', 'importer') AS importer, test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:root);
SELECT to_jsonb(api.team_create(E'\tFirst Line ')) AS team \gset
SELECT :'team'::jsonb ->> 'id' AS team_id \gset
SELECT is(:'team'::jsonb - '{id,created_at,updated_at}'::text[], '{"name": "First Line", "version": 1}'::jsonb,
          'makes a team, its name trimmed');
SELECT is(to_jsonb(api.team_get(:team_id)), :'team'::jsonb, 'and keeps it');
SELECT is(row((api.team_get(:team_id)).created_at, (api.team_get(:team_id)).updated_at), row(now(), now()),
          'made at the time of the clock');
SELECT is((SELECT count(*) FROM api.team_member_list(:team_id)), 0::bigint, 'without members');
SELECT is((api.team_create(repeat('õ', 200) || ' ')).name, repeat('õ', 200),
          'a name has up to 200 characters after trimming');
SELECT is((api.team_create('Gone')).name, 'Gone', 'a deleted team''s name is free');
SELECT is(test.refusal('SELECT api.team_create(' || v.name || ')'), v.refusal, 'refuses ' || v.what)
  FROM (VALUES ($$'FIRST line'$$, '23505 team_name_unique', 'the name of a live team, in any case'),
               ('NULL', '23502 team_name_not_null name', 'no name'),
               ($$E' \u00a0'$$, '23514 team_name_length', 'a name of white space'),
               ($$repeat('x', 201)$$, '23514 team_name_length', 'a name of 201 characters'),
               ($$E'X\nY'$$, '23514 team_name_one_line', 'a name of two lines'))
    AS v (name, refusal, what);

SELECT test.enter_as(:root, scopes => '{admin}');
SELECT is((api.team_create('Scoped')).name, 'Scoped', 'an administrator''s token with the scope will do');
SELECT test.enter_as(:root, scopes => '{agents:read,tickets:write}');
SELECT is(test.refusal($$SELECT api.team_create('X')$$), 'TF403 scope_missing', 'but none without it');
SELECT test.enter_as(:lea);
SELECT is(test.refusal($$SELECT api.team_create('X')$$), 'TF403 permission_missing', 'refuses a lead');
SELECT test.enter_as(:ada);
SELECT is(test.refusal($$SELECT api.team_create('X')$$), 'TF403 permission_missing', 'refuses an agent');
SELECT is(test.refusal($$SELECT api.team_create('First Line')$$), 'TF403 permission_missing', 'whatever the name');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal($$SELECT api.team_create('X')$$), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:importer);
SELECT is(test.refusal($$SELECT api.team_create('X')$$), 'TF403 permission_missing', 'refuses a service');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal($$SELECT api.team_create('X')$$), '28000 actor_unknown', 'refuses nobody');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'lead'::text WHERE name = 'team_create';
SELECT test.enter_as(:lea);
SELECT is((api.team_create('Hers')).name, 'Hers', 'until a DBA gives the role the permission');
SELECT test.leave();
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at}'::text[] #- '{changes,created_at}')
       FROM desk.event AS e
      WHERE e.entity = 'team' AND e.entity_id = :team_id),
    jsonb_build_array(jsonb_build_object(
        'entity', 'team', 'entity_id', :team_id, 'ticket_id', NULL, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1, 'changes', '{"name": {"from": null, "to": "First Line"}}'::jsonb,
        'visibility', 'internal', 'actor_agent_id', :root, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', NULL
    )),
    'the journal has what was made, and by whom'
);
SELECT is((SELECT array_agg(t.name ORDER BY t.id) FROM desk.team AS t WHERE t.id > :team_id),
          ARRAY[repeat('õ', 200), 'Gone', 'Scoped', 'Hers'], 'what was refused left nothing');

-- what is made is seen, or not made
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'admin') WHERE name = 'see_teams';
SELECT test.enter_as(:root);
SELECT is(test.refusal($$SELECT api.team_create('X')$$), 'TF403 permission_missing',
          'refuses who would not see it');

SELECT * FROM finish();
ROLLBACK;
