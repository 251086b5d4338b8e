BEGIN;
SELECT plan(42);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben, test.agent('Cal') AS cal,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.client('Dora') AS dora,
       test.client('Eve') AS eve, test.client('Fay') AS fay, test.client('Still', active => false) AS still, test.client('Left') AS left,
       test.service('Portal', 'portal') AS portal, test.service('Importer', 'importer') AS importer, test.service('Monitor', 'monitor') AS monitor,
       test.service('Off', 'monitor') AS off, test.service('Past', 'monitor') AS past \gset
SELECT test.team('Here', :lea, :ben) AS here, test.team('Away', :ben) AS away \gset
SELECT test.organisation('Shared', true, :cleo, :dora) AS shared, test.organisation('Closed', false, :eve, :fay) AS closed \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
UPDATE desk.service SET active = false WHERE id = :off;
UPDATE desk.service SET deleted_at = now() WHERE id = :past;
CREATE FUNCTION pg_temp.sights(VARIADIC sights text []) RETURNS text [] LANGUAGE sql
AS 'SELECT array_agg(s.s ORDER BY s.s) FROM unnest($1) AS s (s)';

-- each kind
SELECT is(
    (SELECT ARRAY[m.role, m.agent_id::text, m.client_id::text, m.service_id::text, m.by_agent_id::text, m.by_service_id::text, m.scopes::text]
       FROM internal.actor_make(v.agent_id, v.client_id, v.service_id) AS m),
    ARRAY[v.role, v.agent_id::text, v.client_id::text, v.service_id::text, NULL, NULL, NULL],
    v.who
)
  FROM (VALUES
        (NULL::bigint, NULL::bigint, NULL::bigint, 'admin', 'none of them is an administrator of the database'),
        (:ada, NULL, NULL, 'admin', 'an administrator'), (:lea, NULL, NULL, 'lead', 'a lead'), (:ben, NULL, NULL, 'agent', 'an agent'),
        (NULL, :cleo, NULL, 'client', 'a client'), (NULL, NULL, :portal, 'portal', 'a portal'),
        (NULL, NULL, :importer, 'importer', 'an importer'), (NULL, NULL, :monitor, 'monitor', 'a monitor'),
        (:idle, NULL, NULL, NULL, 'an agent who is not active has no role'), (:gone, NULL, NULL, NULL, 'nor a deleted one'),
        (0, NULL, NULL, NULL, 'nor one who never was'),
        (NULL, :still, NULL, NULL, 'a client who is not active has no role'), (NULL, :left, NULL, NULL, 'nor a deleted one'),
        (NULL, 0, NULL, NULL, 'nor one who never was'),
        (NULL, NULL, :off, NULL, 'a service that is not active has no role'), (NULL, NULL, :past, NULL, 'nor a deleted one'),
        (NULL, NULL, 0, NULL, 'nor one that never was'))
    AS v (agent_id, client_id, service_id, role, who);
SELECT is(
    (SELECT array_agg(DISTINCT cardinality(m.sights)) FROM (VALUES (:idle::bigint, NULL::bigint, NULL::bigint), (:gone, NULL, NULL), (NULL, :still, NULL), (NULL, NULL, :off)) AS v (a, c, s)
      CROSS JOIN internal.actor_make(v.a, v.c, v.s) AS m),
    ARRAY[0], 'who has no role sees nothing'
);

-- sights
SELECT is(pg_temp.sights(VARIADIC (internal.actor_make(v.agent_id, v.client_id, v.service_id)).sights), v.sights, v.who || ' sees what its role does')
  FROM (VALUES
        (:ada::bigint, NULL::bigint, NULL::bigint, 'an administrator',
         '{see_agent_emails,see_all_tickets,see_clients,see_credentials,see_internal_comments,see_teams}'::text []),
        (:lea, NULL, NULL, 'a lead', '{see_agent_emails,see_clients,see_internal_comments,see_teams,see_unassigned_tickets}'),
        (:ben, NULL, NULL, 'an agent', '{see_agent_emails,see_clients,see_internal_comments,see_teams,see_unassigned_tickets}'),
        (NULL, :cleo, NULL, 'a client', NULL), (NULL, NULL, :portal, 'a portal', '{see_clients}'),
        (NULL, NULL, :importer, 'an importer', '{see_agent_emails,see_all_tickets,see_clients,see_internal_comments,see_teams}'),
        (NULL, NULL, :monitor, 'a monitor', '{see_agent_emails,see_all_tickets,see_clients,see_internal_comments,see_teams}'))
    AS v (agent_id, client_id, service_id, who, sights);
UPDATE desk.permission SET roles = roles || '{client}'::text [] WHERE name = 'see_teams';
SELECT is((internal.actor_make(NULL, :cleo, NULL)).sights, '{see_teams}'::text [], 'which a DBA changes with one UPDATE');
UPDATE desk.permission SET roles = array_remove(roles, 'client') WHERE name = 'see_teams';

-- teams
SELECT is((SELECT array_agg(k.k ORDER BY k.k) FROM unnest((internal.actor_make(:ben, NULL, NULL)).team_keys) AS k (k)), ARRAY[0, :here, :away]::bigint [],
          'an agent has its teams'' tickets, and those of no team');
SELECT is((SELECT array_agg(k.k ORDER BY k.k) FROM unnest((internal.actor_make(:lea, NULL, NULL)).team_keys) AS k (k)), ARRAY[0, :here]::bigint [], 'a lead, too');
SELECT is((internal.actor_make(:cal, NULL, NULL)).team_keys, ARRAY[0]::bigint [], 'without a team those alone');
SELECT is((internal.actor_make(NULL, :cleo, NULL)).team_keys, ARRAY[]::bigint [], 'a client has none of them');
SELECT is((internal.actor_make(NULL, NULL, :monitor)).team_keys, ARRAY[]::bigint [], 'nor a service, which sees all or nothing');
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'see_unassigned_tickets';
SELECT is((internal.actor_make(:cal, NULL, NULL)).team_keys, ARRAY[]::bigint [], 'the tickets of no team take see_unassigned_tickets');

-- organisations
SELECT is((internal.actor_make(NULL, :cleo, NULL)).organisation_id, :shared::bigint, 'a client has its organisation, where that shares');
SELECT is((internal.actor_make(NULL, :dora, NULL)).organisation_id, :shared::bigint, 'and so have its colleagues');
SELECT is((internal.actor_make(NULL, :eve, NULL)).organisation_id, NULL, 'not where the organisation does not share');
UPDATE desk.organisation SET is_shared = false WHERE id = :shared;
SELECT is((internal.actor_make(NULL, :cleo, NULL)).organisation_id, NULL, 'nor any more');
UPDATE desk.organisation SET is_shared = true WHERE id = :shared;
DELETE FROM desk.organisation_member WHERE client_id = :dora;
SELECT is((internal.actor_make(NULL, :cleo, NULL)).organisation_id, :shared::bigint, 'it stays');
SELECT is((internal.actor_make(NULL, :dora, NULL)).organisation_id, NULL, 'and those who have left it have none');
ALTER TABLE desk.organisation DISABLE TRIGGER organisation_check;
UPDATE desk.organisation SET deleted_at = now(), is_shared = true WHERE id = :closed;
ALTER TABLE desk.organisation ENABLE TRIGGER organisation_check;
SELECT is((internal.actor_make(NULL, :eve, NULL)).organisation_id, NULL, 'nor where the organisation is deleted');
SELECT is((internal.actor_make(:ben, NULL, NULL)).organisation_id, NULL, 'an agent has none');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.actor_make'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.actor_make(NULL, NULL, NULL)'), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
