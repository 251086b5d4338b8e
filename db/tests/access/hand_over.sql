-- A ticket that leaves its caller's sight, by whichever function: refused, or done and given back once.
BEGIN;
SELECT plan(24);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ada') AS ada, test.agent('Ben') AS ben,
       test.agent('New') AS new, test.client('Cleo') AS cleo \gset
SELECT test.team('One', :ada, :lea) AS one, test.team('Two', :ben) AS two \gset
SELECT test.ticket(:cleo) AS ticket, test.ticket(:cleo, :ada) AS hers \gset
UPDATE desk.ticket SET team_id = :one WHERE id = :hers;
CREATE FUNCTION pg_temp.shown(ticket api.ticket) RETURNS text LANGUAGE sql
AS $$SELECT concat_ws(' ', ticket.team_id, ticket.agent_id)$$;
CREATE FUNCTION pg_temp.sees(id bigint) RETURNS text LANGUAGE sql
AS $$SELECT test.refusal(format('SELECT api.ticket_get(%s)', id))$$;

SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :ticket, :ben)), 'TF403 permission_missing team_id',
          'an agent assigns no ticket to an agent of another team');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :hers, :ben)), 'TF403 permission_missing team_id',
          'of the own team neither');
SELECT is(test.refusal(format($$SELECT api.ticket_create('X', %s, agent_id => %s)$$, :cleo, :ben)),
          'TF403 permission_missing team_id', 'makes none for one');
SELECT is(test.refusal(format($$SELECT api.ticket_create('X', %s, team_id => %s)$$, :cleo, :two)),
          'TF403 permission_missing team_id', 'or for the other team');
SELECT is((SELECT count(*) FROM api.ticket_list(subject => 'X')), 0::bigint, 'of which nothing is left');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :hers, :new)), 'TF422 ticket_agent_not_in_team agent_id',
          'gives no ticket of a team to an agent who is in none');
SELECT is(pg_temp.shown(api.ticket_assign_agent(:ticket, :new)), :'new', 'but one of no team');
SELECT is(pg_temp.shown(api.ticket_assign_agent(:ticket, :lea)), concat_ws(' ', :one, :lea),
          'assigned to an agent of the own team, it becomes the team''s');
SELECT is(pg_temp.shown(api.ticket_unassign_agent(:ticket)), :'one', 'and stays so when it is taken from the agent');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'agent'::text WHERE name = 'ticket_hand_over';
SELECT test.enter_as(:ada);
SELECT is(pg_temp.shown(api.ticket_assign_agent(:hers, :ben)), concat_ws(' ', :two, :ben),
          'with the permission, assigns it to an agent of another team, and gives it back as it is then');
SELECT is(pg_temp.sees(:hers), 'TF404 ticket_not_found id', 'once');
SELECT id AS made, pg_temp.shown(t) AS shown FROM api.ticket_create('X', :cleo, agent_id => :ben) AS t \gset
SELECT is(:'shown'::text, concat_ws(' ', :two, :ben), 'makes one for an agent of another team');
SELECT is(pg_temp.sees(:made), 'TF404 ticket_not_found id', 'and sees it no more');
SELECT id AS made, pg_temp.shown(t) AS shown FROM api.ticket_create('X', :cleo, team_id => :two) AS t \gset
SELECT is(:'shown'::text, :'two', 'or for the other team');
SELECT is(pg_temp.sees(:made), 'TF404 ticket_not_found id', 'likewise');
SELECT is(test.refusal(format($$SELECT api.ticket_create('X', %s, team_id => %s, agent_id => %s)$$, :cleo, :two, :ada)),
          'TF422 ticket_agent_not_in_team agent_id', 'but not for an agent who is not in it');
SELECT is((SELECT count(*) FROM api.ticket_list(subject => 'X')), 0::bigint, 'of which nothing is left');
SELECT test.leave();
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'ticket_hand_over';

SELECT test.enter_as(:lea);
SELECT is(pg_temp.shown(api.ticket_assign_agent(:ticket, :ben)), concat_ws(' ', :two, :ben), 'a lead may from the start');
SELECT is(pg_temp.sees(:ticket), 'TF404 ticket_not_found id', 'and sees it no more');
SELECT is(pg_temp.shown(api.ticket_create('X', :cleo, team_id => :two)), :'two', 'may make one for another team');
SELECT test.enter_as(:root);
SELECT is(pg_temp.shown(api.ticket_assign_agent(:ticket, :ada)), concat_ws(' ', :one, :ada), 'an administrator may');
SELECT is(pg_temp.sees(:ticket), 'allowed', 'and sees it still');

SELECT test.leave();
SELECT is((SELECT count(*) FROM desk.ticket AS t
            WHERE t.agent_id IS NOT NULL AND t.team_id IS NOT NULL
              AND NOT EXISTS (SELECT FROM desk.team_member AS m WHERE m.team_id = t.team_id AND m.agent_id = t.agent_id)),
          0::bigint, 'no ticket is an agent''s who is not in its team');
SELECT is(
    (SELECT array_agg(e.action || ' ' || e.version ORDER BY e.id) FROM desk.event AS e WHERE e.entity = 'ticket' AND e.entity_id = :made),
    ARRAY['create 1', 'update 2'], 'what is made out of sight is made and handed over'
);

SELECT * FROM finish();
ROLLBACK;
