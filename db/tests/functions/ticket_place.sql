BEGIN;
SELECT plan(21);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.service('Importer', 'importer') AS importer \gset
SELECT test.team('One', :ada, :lea) AS one, test.team('Two', :ben) AS two, test.team('Gone') AS gone,
       test.ticket(:cleo) AS ticket \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
CREATE FUNCTION pg_temp.place(agent_id bigint, team_id bigint) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
    SELECT concat_ws(' ', p.team_id, p.agent_id, p.version)
      FROM internal.ticket_place((SELECT max(t.id) FROM desk.ticket AS t), $1, $2, internal.actor()) AS p
$$;
CREATE FUNCTION pg_temp.refusal(agent_id text, team_id text) RETURNS text LANGUAGE sql
AS $$SELECT test.refusal(format('SELECT pg_temp.place(%L, %L)', agent_id, team_id))$$;

SELECT test.enter_as(:ada);
SELECT is(pg_temp.place(NULL, NULL), '1', 'where it is already, it stays as it is');
SELECT is(pg_temp.place(:ada, NULL), concat_ws(' ', :ada, 2), 'gives a ticket to an agent');
SELECT is(pg_temp.place(:ada, :one), concat_ws(' ', :one, :ada, 3), 'or to a team of the caller''s');
SELECT is(pg_temp.place(NULL, NULL), '4', 'or takes it from both');
SELECT is(pg_temp.refusal(NULL, :'two'), 'TF403 permission_missing team_id', 'refuses a team whose tickets the caller does not see');
SELECT is(pg_temp.refusal(:'ben', :'two'), 'TF403 permission_missing team_id', 'with an agent of it too');
SELECT is(pg_temp.refusal(NULL, '0'), 'TF422 ticket_team_not_found team_id', 'where 0 is no team');
SELECT is(pg_temp.refusal(NULL, :'gone'), 'TF403 permission_missing team_id', 'and a deleted one no other');
SELECT is(pg_temp.refusal(:'ben', :'one'), 'TF422 ticket_agent_not_in_team agent_id', 'refuses an agent who is not in the team');
SELECT is(pg_temp.refusal('0', NULL), 'TF422 ticket_agent_not_found agent_id', 'or who never was');

SELECT test.enter_as(:lea);
SELECT is(pg_temp.place(:ben, :two), concat_ws(' ', :two, :ben, 5), 'a lead may hand a ticket over');
SELECT is(pg_temp.place(NULL, :two), concat_ws(' ', :two, 6), 'what stays out of sight is no handing over');
SELECT is(pg_temp.refusal(NULL, :'gone'), 'TF422 ticket_team_not_found team_id', 'refuses a deleted team to who may');
SELECT test.enter_as(:lea, scopes => '{tickets:read}');
SELECT is(pg_temp.refusal(NULL, :'gone'), 'TF403 scope_missing team_id', 'refuses a token without the scope');
SELECT test.enter_as(:ada);
SELECT is(pg_temp.place(NULL, :one), concat_ws(' ', :one, 7), 'taking it over needs no such permission');
SELECT test.enter_as(:root);
SELECT is(pg_temp.place(NULL, :two), concat_ws(' ', :two, 8), 'who sees all sees every team');
SELECT test.enter_as_service(:importer);
SELECT is(pg_temp.place(NULL, NULL), '9', 'an importer too');

SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'importer') WHERE name IN ('see_all_tickets', 'ticket_hand_over');
SELECT test.enter_as_service(:importer);
SELECT is(pg_temp.refusal(NULL, :'two'), 'TF403 permission_missing team_id', 'but none that sees nothing');
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'ticket_hand_over';
SELECT test.enter_as(:ada);
SELECT is(pg_temp.place(:ben, :two), concat_ws(' ', :two, :ben, 10), 'an agent may where a DBA gives the role the permission');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(pg_temp.refusal(NULL, :'one'), '28000 actor_unknown', 'nobody may not');

-- who may
SELECT test.leave();
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_place'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
