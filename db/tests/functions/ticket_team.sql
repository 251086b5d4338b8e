BEGIN;
SELECT plan(13);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('New') AS new \gset
SELECT test.team('One') AS one, test.team('Two') AS two, test.team('Three') AS three, test.team('Gone') AS gone \gset
INSERT INTO desk.team_member (team_id, agent_id, created_at)
VALUES (:gone, :ada, '2001-01-01Z'), (:three, :ada, '2002-01-01Z'), (:two, :ada, '2003-01-01Z'), (:one, :ada, '2003-01-01Z'),
       (:gone, :ben, '2001-01-01Z');
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;

SELECT is(internal.ticket_team(:two, :ada, '{}'), :two::bigint, 'stays with its team if the agent is in it');
SELECT is(internal.ticket_team(:two, :ada, ARRAY[:one, :three]), :two::bigint, 'whichever the caller sees');
SELECT is(internal.ticket_team(NULL, :ada, '{}'), :three::bigint, 'of no team: goes to the one the agent joined first');
SELECT is(internal.ticket_team(NULL, :ada, ARRAY[:one]), :one::bigint, 'but rather to one that the caller sees');
SELECT is(internal.ticket_team(NULL, :ada, ARRAY[:one, :two]), :one::bigint, 'of two joined at once, the lower id');
SELECT is(internal.ticket_team(:gone, :ada, '{}'), :three::bigint, 'of a team that the agent is in no more: likewise');
SELECT is(internal.ticket_team(0, :ada, '{}'), :three::bigint, 'or is not in');
SELECT is(internal.ticket_team(NULL, :ada, ARRAY[:gone]), :three::bigint, 'never to a deleted team');
SELECT is(internal.ticket_team(NULL, :ben, '{}'), NULL, 'nor where the agent is in no other');
SELECT is(internal.ticket_team(:two, :new, ARRAY[:one]), :two::bigint, 'an agent in no team leaves it where it is');
SELECT is(internal.ticket_team(NULL, :new, ARRAY[:one]), NULL, 'so too of no team');
SELECT is(internal.ticket_team(:two, NULL, ARRAY[:one]), :two::bigint, 'as does nobody');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_team'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
