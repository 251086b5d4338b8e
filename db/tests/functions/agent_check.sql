BEGIN;
SELECT plan(12);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Gone') AS gone, test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo, :ben) AS one, test.ticket(:cleo, :ben) AS two \gset

SELECT is(test.refusal(format('UPDATE desk.agent SET active = false WHERE id = %s', :ben)),
          'TF409 agent_has_tickets reassign_to', 'an agent with live tickets is not deactivated, by a DBA neither');
SELECT is(test.refusal(format('UPDATE desk.agent SET deleted_at = now() WHERE id = %s', :ben)),
          'TF409 agent_has_tickets reassign_to', 'nor deleted');
SELECT is(test.refusal(format('UPDATE desk.agent SET active = false, deleted_at = now() WHERE id = %s', :ben)),
          'TF409 agent_has_tickets reassign_to', 'nor both');
SELECT throws_ok(format('UPDATE desk.agent SET active = false WHERE id = %s', :ben), 'TF409',
                 format('agent %s has 2 live ticket(s)', :ben), 'and it says how many');
SELECT is(test.refusal('UPDATE desk.agent SET active = false'), 'TF409 agent_has_tickets reassign_to',
          'one such agent stops an update of many');
SELECT is(test.refusal(format($$UPDATE desk.agent SET name = 'Benno', role = 'admin' WHERE id = %s$$, :ben)), 'allowed',
          'other changes are allowed');
SELECT is(test.refusal(format('UPDATE desk.agent SET active = true, deleted_at = NULL WHERE id = %s', :ben)), 'allowed',
          'staying active and live too');
SELECT is(test.refusal(format('UPDATE desk.agent SET active = false WHERE id = %s', :gone)), 'allowed',
          'a deleted agent may be deactivated');
SELECT is(test.refusal(format('UPDATE desk.agent SET active = true, deleted_at = NULL WHERE id = %s', :gone)),
          'allowed',
          'and restored');

UPDATE desk.ticket SET agent_id = NULL WHERE id = :one;
SELECT throws_ok(format('UPDATE desk.agent SET active = false WHERE id = %s', :ben), 'TF409',
                 format('agent %s has 1 live ticket(s)', :ben), 'an unassigned ticket does not count');
UPDATE desk.ticket SET deleted_at = now() WHERE id = :two;
SELECT is(test.refusal(format('UPDATE desk.agent SET active = false WHERE id = %s', :ben)), 'allowed',
          'nor does a deleted one: the agent is deactivated');
SELECT is(test.refusal(format('UPDATE desk.agent SET deleted_at = now() WHERE id = %s', :ben)), 'allowed',
          'and deleted');

SELECT * FROM finish();
ROLLBACK;
