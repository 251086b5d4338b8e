BEGIN;
SET LOCAL transaction_isolation = 'repeatable read';
SELECT test.agent('Ada') AS ada \gset
SELECT test.team('One', :ada) AS one \gset
SELECT test.refusal('DELETE FROM desk.team_member') AS older \gset
ROLLBACK;
BEGIN;
SELECT plan(17);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Idle', active => false) AS idle,
       test.agent('Gone') AS gone, test.client('Cleo') AS cleo, test.team('One') AS one, test.team('Two') AS two,
       test.team('Deleted') AS deleted \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.team SET deleted_at = now() WHERE id = :deleted;

SELECT is(test.refusal(format('INSERT INTO desk.team_member (team_id, agent_id) VALUES (%L, %L)', v.team_id, v.agent_id)), v.end,
          v.what)
  FROM (VALUES (:one, :ada, 'allowed', 'a live agent joins a live team'), (:two, :ada, 'allowed', 'and another'),
               (:one, :idle, 'allowed', 'one who is not active too'),
               (:deleted, :ada, 'TF404 team_not_found team_id', 'nobody joins a deleted team, by a DBA''s hand neither'),
               (0, :ada, 'TF404 team_not_found team_id', 'or one that never was'),
               (NULL, :ada, 'TF404 team_not_found team_id', 'or none'),
               (:one, :gone, 'TF422 team_member_agent_not_found agent_id', 'no deleted agent joins'),
               (:one, 0, 'TF422 team_member_agent_not_found agent_id', 'nor one who never was'),
               (:one, NULL, 'TF422 team_member_agent_not_found agent_id', 'nor nobody'),
               (:one, :ada, '23505 team_member_pkey', 'nor anybody twice'))
    AS v (team_id, agent_id, "end", what);

INSERT INTO desk.team_member (team_id, agent_id) VALUES (:one, :ben);
INSERT INTO desk.ticket (subject, client_id, team_id, agent_id)
VALUES ('One', :cleo, :one, :ada), ('Two', :cleo, :two, :ada), ('Free', :cleo, NULL, :ada), ('Nobody''s', :cleo, :one, NULL);
SELECT is(test.refusal(format('DELETE FROM desk.team_member WHERE team_id = %s AND agent_id = %s', :one, :ada)),
          'TF409 team_member_has_tickets agent_id', 'who has a live ticket of the team does not leave it');
SELECT is(test.refusal('DELETE FROM desk.team_member'), 'TF409 team_member_has_tickets agent_id',
          'one such member stops a DELETE of many');
SELECT is(test.refusal(format('DELETE FROM desk.team_member WHERE team_id = %s AND agent_id = %s', :one, :ben)), 'allowed',
          'who has none does');
UPDATE desk.ticket SET deleted_at = now() WHERE subject = 'One';
SELECT is(test.refusal(format('DELETE FROM desk.team_member WHERE team_id = %s AND agent_id = %s', :one, :ada)), 'allowed',
          'deleted ones, and those of other teams and of none, do not count');
SELECT is((SELECT array_agg(m.team_id) FROM desk.team_member AS m WHERE m.agent_id = :ada), ARRAY[:two::bigint],
          'the other membership goes on');
SELECT is(:'older'::text, 'TF400 isolation_read_committed',
          'nobody leaves where tickets that were linked meanwhile could not be seen');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text) FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.team_member_check'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'], 'only its owner may execute it'
);

SELECT * FROM finish();
ROLLBACK;
