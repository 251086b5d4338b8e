BEGIN;
SET LOCAL transaction_isolation = 'repeatable read';
SELECT test.team('Idle') AS idle \gset
SELECT test.refusal(format('UPDATE desk.team SET deleted_at = now() WHERE id = %s', :idle)) AS older \gset
ROLLBACK;
BEGIN;
SELECT plan(12);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.team('Gone') AS gone \gset
UPDATE desk.team SET deleted_at = now() WHERE id = :gone;
SELECT test.team('Busy', :ada) AS busy, test.team('Heir') AS heir, test.ticket(:cleo) AS one, test.ticket(:cleo) AS two \gset
UPDATE desk.ticket SET team_id = :busy;

SELECT is(test.refusal(format('UPDATE desk.team SET deleted_at = now() WHERE id = %s', :busy)),
          'TF409 team_has_tickets reassign_to', 'a team with live tickets is not deleted, by a DBA neither');
SELECT throws_ok(format('UPDATE desk.team SET deleted_at = now() WHERE id = %s', :busy), 'TF409',
                 format('team %s has 2 live ticket(s)', :busy), 'and it says how many');
SELECT is(test.refusal('UPDATE desk.team SET deleted_at = now()'), 'TF409 team_has_tickets reassign_to',
          'one such team stops an update of many');
SELECT is(test.refusal(format($$UPDATE desk.team SET name = 'Busier' WHERE id = %s$$, :busy)), 'allowed',
          'other changes are allowed');
SELECT is(test.refusal(format('UPDATE desk.team SET deleted_at = NULL WHERE id = %s', :busy)), 'allowed', 'staying live too');
SELECT is(test.refusal(format('UPDATE desk.team SET deleted_at = NULL WHERE id = %s', :gone)), 'allowed',
          'a deleted team may be restored');
SELECT is(test.refusal(format('UPDATE desk.team SET deleted_at = now() WHERE id = %s', :gone)), 'allowed',
          'one without tickets deleted');
SELECT is(test.refusal(format($$UPDATE desk.team SET deleted_at = '2001-02-03Z' WHERE id = %s$$, :gone)), 'allowed',
          'and deleted at another time');
UPDATE desk.ticket SET team_id = :heir WHERE id = :one;
SELECT throws_ok(format('UPDATE desk.team SET deleted_at = now() WHERE id = %s', :busy), 'TF409',
                 format('team %s has 1 live ticket(s)', :busy), 'another team''s ticket does not count');
UPDATE desk.ticket SET deleted_at = now() WHERE id = :two;
SELECT is(test.refusal(format('UPDATE desk.team SET deleted_at = now() WHERE id = %s', :busy)), 'allowed',
          'nor does a deleted one: the team is deleted');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text) FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.team_check'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'], 'only its owner may execute it'
);
SELECT is(:'older'::text, 'TF400 isolation_read_committed',
          'refused where it could not see tickets that were linked meanwhile');

SELECT * FROM finish();
ROLLBACK;
