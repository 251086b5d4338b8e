BEGIN;
SELECT plan(19);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Kim') AS kim, test.service('Portal', 'portal') AS portal \gset
SELECT test.team('Blue', :ben, :lea) AS blue, test.team('Red', :ben) AS red, test.team('Closed', :ben) AS closed,
       test.organisation('Acme', true, :cleo) AS acme \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :closed;
CREATE FUNCTION pg_temp.allowed(role text, scopes text[] DEFAULT NULL) RETURNS text[] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT array_agg(p.name ORDER BY p.name COLLATE "C")
      FROM desk.permission AS p
     WHERE p.roles @> ARRAY[allowed.role]
       AND (allowed.scopes IS NULL OR p.name ~ '^see_' OR p.scope = ANY (allowed.scopes));
$$;

SELECT test.enter_as(:ben);
SELECT is(to_jsonb(api.me()) - 'permissions',
          jsonb_build_object('role', 'agent', 'agent_id', :ben, 'client_id', NULL, 'service_id', NULL, 'name', 'Ben',
                             'by_agent_id', NULL, 'by_service_id', NULL, 'team_ids', ARRAY[:blue, :red],
                             'organisation_id', NULL, 'scopes', NULL),
          'an agent, with its live teams');
SELECT is((api.me()).permissions, pg_temp.allowed('agent'), 'and what it may do and see');
SELECT ok('see_teams' = ANY ((api.me()).permissions) AND NOT 'token_create' = ANY ((api.me()).permissions),
          'and no more');
SELECT test.enter_as(:ada);
SELECT is(row((api.me()).role, (api.me()).agent_id, (api.me()).name, (api.me()).team_ids)::text,
          row('admin', :ada, 'Ada', '{}')::text, 'an administrator, of no team');
SELECT is((api.me()).permissions, (SELECT array_agg(p ORDER BY p COLLATE "C") FROM unnest(pg_temp.allowed('admin')) AS p),
          'who may do all but what is others''');
SELECT test.enter_as(:lea);
SELECT is(row((api.me()).role, (api.me()).team_ids)::text, row('lead', ARRAY[:blue])::text, 'a lead');
SELECT test.enter_as_client(:cleo);
SELECT is(to_jsonb(api.me()) - 'permissions',
          jsonb_build_object('role', 'client', 'agent_id', NULL, 'client_id', :cleo, 'service_id', NULL,
                             'name', 'Cleo', 'by_agent_id', NULL, 'by_service_id', NULL, 'team_ids', ARRAY[]::bigint[],
                             'organisation_id', :acme, 'scopes', NULL),
          'a client, with its organisation');
SELECT is((api.me()).permissions, pg_temp.allowed('client'), 'and its permissions');
SELECT test.enter_as_client(:kim);
SELECT is((api.me()).organisation_id, NULL, 'one of no organisation has none');
SELECT test.enter_as_service(:portal);
SELECT is(row((api.me()).role, (api.me()).service_id, (api.me()).name, (api.me()).permissions)::text,
          row('portal', :portal, 'Portal', pg_temp.allowed('portal'))::text, 'a service');

-- limited to scopes
SELECT test.enter_as(:ada, scopes => '{tickets:read,agents:read}');
SELECT is((api.me()).scopes, '{tickets:read,agents:read}'::text[], 'shows what the token is limited to');
SELECT is((api.me()).permissions, pg_temp.allowed('admin', '{tickets:read,agents:read}'),
          'and what of the permissions that leaves');
SELECT ok('see_all_tickets' = ANY ((api.me()).permissions) AND 'ticket_get' = ANY ((api.me()).permissions)
          AND NOT 'ticket_update' = ANY ((api.me()).permissions), 'what is seen needs no scope');

-- on behalf of another
SELECT test.enter_as(NULL, service_id => :portal, on_behalf_of => format('client:%s', :cleo));
SELECT is(row((api.me()).role, (api.me()).client_id, (api.me()).service_id, (api.me()).name, (api.me()).by_service_id,
              (api.me()).organisation_id)::text,
          row('client', :cleo, NULL, 'Cleo', :portal, :acme)::text, 'on behalf of a client: the client, and by whom');
SELECT is((api.me()).permissions, pg_temp.allowed('client'), 'with the client''s permissions');
SELECT test.enter_as(:ada, on_behalf_of => format('agent:%s', :ben));
SELECT is(row((api.me()).role, (api.me()).agent_id, (api.me()).by_agent_id)::text, row('agent', :ben, :ada)::text,
          'on behalf of an agent');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.me()'), '28000 actor_unknown', 'refuses nobody');

-- with no permission at all
SELECT test.leave();
INSERT INTO desk.role (name, kind, explanation) VALUES ('idler', 'service', 'May do nothing.');
SELECT test.service('Idler', 'idler') AS idler \gset
SELECT test.enter_as_service(:idler);
SELECT is(row((api.me()).name, (api.me()).permissions)::text, row('Idler', '{}')::text,
          'who may do nothing may still ask who it is');

-- without an agent, client or service
SELECT test.leave();
SELECT is(row((api.me()).role, (api.me()).name, (api.me()).agent_id)::text, row('admin', session_user, NULL)::text,
          'an administrator of the database is called as its login role');

SELECT * FROM finish();
ROLLBACK;
