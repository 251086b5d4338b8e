BEGIN;
SELECT plan(29);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.client('Dora') AS dora,
       test.client('Still', active => false) AS still, test.client('Left') AS left,
       test.service('Portal', 'portal') AS portal, test.service('Importer', 'importer') AS importer \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
SELECT test.team('Here', :ben) AS here, test.organisation('Shared', true, :cleo, :dora) AS shared \gset
CREATE FUNCTION pg_temp.actor(agent_id bigint, client_id bigint, service_id bigint, scopes text [] DEFAULT NULL) RETURNS internal.actor LANGUAGE plpgsql AS $$
DECLARE
    v_actor internal.actor := internal.actor_make(actor.agent_id, actor.client_id, actor.service_id);
BEGIN
    v_actor.scopes := actor.scopes;
    RETURN v_actor;
END;
$$;
CREATE FUNCTION pg_temp.attempt(actor internal.actor, agent_id bigint, client_id bigint) RETURNS text LANGUAGE sql
AS $$SELECT test.refusal(format('SELECT internal.actor_act_for(%L::internal.actor, %L, %L)', $1, $2, $3))$$;

-- whom
SELECT is(internal.actor_act_for(pg_temp.actor(:ada, NULL, NULL), :ben, NULL)::text,
          format('(agent,%s,,,%s,,"{%s,0}",,%s,)', :ben, :ada, :here, '"{see_unassigned_tickets,see_internal_comments,see_clients,see_agent_emails,see_teams}"'),
          'an administrator acts for an agent, with its rights and sight');
SELECT is(internal.actor_act_for(pg_temp.actor(NULL, NULL, :portal), NULL, :cleo)::text,
          format('(client,,%s,,,%s,{},%s,{},)', :cleo, :portal, :shared), 'a portal for a client');
SELECT is((internal.actor_act_for(pg_temp.actor(:ada, NULL, NULL, '{behalf,tickets:read}'), :ben, NULL)).scopes, '{behalf,tickets:read}'::text [],
          'within the scopes of the token');
SELECT is(internal.actor_name(internal.actor_act_for(pg_temp.actor(NULL, NULL, NULL), NULL, :cleo)), format('client:%s', :cleo),
          'of an administrator of the database, the login role says who it was');

-- who may
SELECT is(pg_temp.attempt(v.actor, v.agent_id, v.client_id), v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        (pg_temp.actor(:ada, NULL, NULL), NULL::bigint, :cleo::bigint, 'an administrator for a client', 'allowed'),
        (pg_temp.actor(:ada, NULL, NULL), :root, NULL, 'an administrator for another', 'allowed'),
        (pg_temp.actor(:lea, NULL, NULL), :ben, NULL, 'a lead for an agent', 'TF403 permission_missing on_behalf_of'),
        (pg_temp.actor(:ben, NULL, NULL), NULL, :cleo, 'an agent for a client', 'TF403 permission_missing on_behalf_of'),
        (pg_temp.actor(NULL, :cleo, NULL), NULL, :dora, 'a client for its colleague', 'TF403 permission_missing on_behalf_of'),
        (pg_temp.actor(NULL, NULL, :portal), :ben, NULL, 'a portal for an agent', 'TF403 permission_missing on_behalf_of'),
        (pg_temp.actor(NULL, NULL, :portal), 0, NULL, 'or for one who never was', 'TF403 permission_missing on_behalf_of'),
        (pg_temp.actor(NULL, NULL, :importer), NULL, :cleo, 'an importer for a client', 'TF403 permission_missing on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL, '{behalf}'), NULL, :cleo, 'a token with scope behalf', 'allowed'),
        (pg_temp.actor(:ada, NULL, NULL, '{tickets:write}'), NULL, :cleo, 'a token without it', 'TF403 scope_missing on_behalf_of'),
        (pg_temp.actor(NULL, NULL, :portal, '{tickets:read}'), NULL, :cleo, 'a portal''s token without it', 'TF403 scope_missing on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), NULL, NULL, 'for nobody', 'TF422 behalf_not_one on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), :ben, :cleo, 'for two', 'TF422 behalf_not_one on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), 0, NULL, 'for an agent who never was', 'TF422 behalf_not_found on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), :idle, NULL, 'for one who is not active', 'TF422 behalf_not_found on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), :gone, NULL, 'for a deleted one', 'TF422 behalf_not_found on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), NULL, 0, 'for a client who never was', 'TF422 behalf_not_found on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), NULL, :still, 'for one who is not active', 'TF422 behalf_not_found on_behalf_of'),
        (pg_temp.actor(:ada, NULL, NULL), NULL, :left, 'for a deleted one', 'TF422 behalf_not_found on_behalf_of'))
    AS v (actor, agent_id, client_id, what, refusal);
SELECT throws_ok(format('SELECT internal.actor_act_for(internal.actor(), %s, NULL)', :idle), 'TF422', format('agent:%s does not exist, or is not active', :idle), 'says whom');

-- nobody becomes an administrator by it
UPDATE desk.permission SET roles = roles || '{portal}'::text [] WHERE name = 'act_for_agent';
SELECT is(pg_temp.attempt(pg_temp.actor(NULL, NULL, :portal), :ben, NULL), 'allowed', 'a service that may act for agents does');
SELECT is(pg_temp.attempt(pg_temp.actor(NULL, NULL, :portal), :ada, NULL), 'TF403 permission_missing on_behalf_of', 'but not for an administrator');
UPDATE desk.permission SET roles = roles || '{portal}'::text [] WHERE name = 'administrator_manage';
SELECT is(pg_temp.attempt(pg_temp.actor(NULL, NULL, :portal), :ada, NULL), 'allowed', 'unless it may manage administrators');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_act_for'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_act_for(NULL, NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
