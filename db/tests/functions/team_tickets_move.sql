BEGIN;
SELECT plan(15);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.client('Cleo') AS cleo \gset
SELECT test.team('One', :ada, :ben, :idle) AS one, test.team('Two', :ada, :idle) AS two, test.team('Gone') AS gone,
       test.team('Other', :ben) AS other \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
INSERT INTO desk.ticket (subject, client_id, team_id, agent_id)
SELECT v.subject, :cleo, v.team_id, v.agent_id
  FROM (VALUES ('Hers', :one::bigint, :ada::bigint), ('His', :one, :ben), ('Nobody''s', :one, NULL), ('Deleted', :one, :ben),
               ('Other', :other, :ben), ('Free', NULL, NULL))
    AS v (subject, team_id, agent_id);
UPDATE desk.ticket SET deleted_at = now() WHERE subject = 'Deleted';
CREATE FUNCTION pg_temp.tickets() RETURNS text[] LANGUAGE sql SECURITY DEFINER AS $$
    SELECT array_agg(concat_ws(' ', t.subject, 'of', k.name, 'for', a.name) ORDER BY t.id)
      FROM desk.ticket AS t LEFT JOIN desk.team AS k ON k.id = t.team_id LEFT JOIN desk.agent AS a ON a.id = t.agent_id
$$;

SELECT is(test.refusal(format('SELECT internal.team_tickets_move(%s, %L)', :one, v.reassign_to)),
          'TF422 team_reassign_to_invalid reassign_to', 'refuses to give tickets to ' || v.whom)
  FROM (VALUES (:one::bigint, 'the same team'), (:gone, 'a deleted team'), (0, 'a team that never was'), (NULL, 'no team'))
    AS v (reassign_to, whom);
SELECT is(test.refusal(format('SELECT internal.team_tickets_move(%s, %s)', :two, :gone)),
          'TF422 team_reassign_to_invalid reassign_to', 'even where there are none');
SELECT is((SELECT array_agg(DISTINCT t.version) FROM desk.ticket AS t WHERE t.deleted_at IS NULL), ARRAY[1],
          'they stay as they are then');

SELECT is(test.refusal(format('SELECT internal.team_tickets_move(%s, %s)', :one, :two)), 'allowed', 'moves the tickets');
SELECT is(pg_temp.tickets(),
          ARRAY['Hers of Two for Ada', 'His of Two for', 'Nobody''s of Two for', 'Deleted of One for Ben',
                'Other of Other for Ben', 'Free of for'],
          'all live ones of the team, with the agents who are in the other too');
SELECT is((SELECT array_agg(t.version ORDER BY t.id) FROM desk.ticket AS t), ARRAY[2, 2, 2, 2, 1, 1],
          'whose version goes up by one');
SELECT is((SELECT array_agg(e.changes ORDER BY e.entity_id) FROM desk.event AS e WHERE e.entity = 'ticket' AND e.action = 'update'),
          ARRAY[
              jsonb_build_object('team_id', jsonb_build_object('from', :one, 'to', :two)),
              jsonb_build_object('team_id', jsonb_build_object('from', :one, 'to', :two),
                                 'agent_id', jsonb_build_object('from', :ben, 'to', NULL)),
              jsonb_build_object('team_id', jsonb_build_object('from', :one, 'to', :two))
          ], 'with an event each');
SELECT is(test.refusal(format('SELECT internal.team_tickets_move(%s, %s)', :one, :two)), 'allowed', 'again there are none');

-- as the owner, whoever calls
CREATE FUNCTION pg_temp.move(id bigint, reassign_to bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.team_tickets_move($1, $2)';
ALTER FUNCTION pg_temp.move OWNER TO ticketfirst_api;
SELECT test.enter_as(:ben);
SELECT is(test.refusal(format('SELECT pg_temp.move(%s, %s)', :two, :one)), 'allowed',
          'moves what the caller does not see, since team_delete asks for the permission');
SELECT is((pg_temp.tickets())[1], 'Hers of One for Ada', 'too');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.move(%s, %s)', :one, :two)), '28000 actor_unknown', 'but not for nobody');
SELECT test.leave();

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.team_tickets_move'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
