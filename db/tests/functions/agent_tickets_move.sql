BEGIN;
SELECT plan(15);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Cal') AS cal,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone, test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo, :ben) AS one, test.ticket(:cleo, :ben) AS two, test.ticket(:cleo, :ben) AS deleted,
       test.ticket(:cleo, :cal) AS other, test.ticket(:cleo) AS free \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;
CREATE FUNCTION pg_temp.move(id bigint, reassign_to bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'SELECT internal.agent_tickets_move($1, $2)';
ALTER FUNCTION pg_temp.move OWNER TO ticketfirst_api;
CREATE FUNCTION pg_temp.agents() RETURNS bigint[] LANGUAGE sql SECURITY DEFINER
AS 'SELECT array_agg(t.agent_id ORDER BY t.id) FROM desk.ticket AS t';

SELECT is(test.refusal(format('SELECT internal.agent_tickets_move(%s, %s)', :ben, v.reassign_to)),
          'TF422 agent_reassign_to_invalid reassign_to', 'refuses to give tickets to ' || v.whom)
  FROM (VALUES (:ben, 'the same agent'), (:idle, 'an agent who is not active'), (:gone, 'a deleted agent'),
               (0, 'an agent who never was'))
    AS v (reassign_to, whom);
SELECT is(pg_temp.agents(), ARRAY[:ben, :ben, :ben, :cal, NULL]::bigint[], 'they stay where they are then');
SELECT is(test.refusal(format('SELECT internal.agent_tickets_move(%s, %s)', :ada, :idle)),
          'TF422 agent_reassign_to_invalid reassign_to', 'refuses it even where there are none');

SELECT is(test.refusal(format('SELECT internal.agent_tickets_move(%s, %s)', :ben, :cal)), 'allowed',
          'moves the tickets');
SELECT is(pg_temp.agents(), ARRAY[:cal, :cal, :ben, :cal, NULL]::bigint[], 'all live ones, and no other agent''s');
SELECT is((SELECT array_agg(t.version ORDER BY t.id) FROM desk.ticket AS t), ARRAY[2, 2, 2, 1, 1],
          'whose version goes up by one');
SELECT is((SELECT array_agg(e.entity_id ORDER BY e.entity_id) FROM desk.event AS e
            WHERE e.entity = 'ticket'
              AND e.changes = jsonb_build_object('agent_id', jsonb_build_object('from', :ben, 'to', :cal))),
          ARRAY[:one, :two]::bigint[], 'with an event each');
SELECT is(test.refusal(format('SELECT internal.agent_tickets_move(%s, NULL)', :cal)), 'allowed', 'or to nobody');
SELECT is(pg_temp.agents(), ARRAY[NULL, NULL, :ben, NULL, NULL]::bigint[], 'who has them all now');

-- as the owner, whatever the caller sees; the public functions ask for the permission
SELECT test.team('Away', :ben, :cal) AS away \gset
UPDATE desk.ticket SET team_id = :away, agent_id = :ben WHERE id = :one;
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT pg_temp.move(%s, %s)', :ben, :cal)), 'allowed', 'moves what the caller does not see');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT pg_temp.move(%s, %s)', :cal, :ben)), '28000 actor_unknown', 'but not for nobody');
SELECT test.leave();
SELECT is((SELECT t.agent_id FROM desk.ticket AS t WHERE t.id = :one), :cal::bigint, 'who moves nothing');

SELECT * FROM finish();
ROLLBACK;
