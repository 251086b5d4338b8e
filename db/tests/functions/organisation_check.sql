BEGIN;
SELECT plan(9);

SELECT test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
SELECT test.organisation('Acme', true, :cleo, :dora) AS acme, test.organisation('Empty', true) AS empty,
       test.organisation('Gone', true) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;

SELECT is(test.refusal(format('UPDATE desk.organisation SET deleted_at = now() WHERE id = %s', :acme)),
          'TF409 organisation_has_members id', 'an organisation with members is not deleted, by a DBA neither');
SELECT throws_ok(format('UPDATE desk.organisation SET deleted_at = now() WHERE id = %s', :acme), 'TF409',
                 format('organisation %s has 2 member(s)', :acme), 'and it says how many');
SELECT is(test.refusal('UPDATE desk.organisation SET deleted_at = now()'), 'TF409 organisation_has_members id',
          'one such stops an update of many');
SELECT is(test.refusal(format($$UPDATE desk.organisation SET name = 'Bow', is_shared = false WHERE id = %s$$, :acme)), 'allowed',
          'it may be changed');
SELECT is(test.refusal(format('UPDATE desk.organisation SET deleted_at = NULL WHERE id = %s', :gone)), 'allowed',
          'a deleted one may be restored');
SELECT is(test.refusal(format($$UPDATE desk.organisation SET deleted_at = '2026-01-01' WHERE id = %s$$, :gone)), 'allowed',
          'or deleted at another time');
SELECT is(test.refusal(format('UPDATE desk.organisation SET deleted_at = now() WHERE id = %s', :empty)), 'allowed',
          'one without members may be deleted');

DELETE FROM desk.organisation_member WHERE client_id = :cleo;
SELECT throws_ok(format('UPDATE desk.organisation SET deleted_at = now() WHERE id = %s', :acme), 'TF409',
                 format('organisation %s has 1 member(s)', :acme), 'who has left does not count');
DELETE FROM desk.organisation_member WHERE client_id = :dora;
SELECT is(test.refusal(format('UPDATE desk.organisation SET deleted_at = now() WHERE id = %s', :acme)), 'allowed',
          'when all have left, it is deleted');

SELECT * FROM finish();
ROLLBACK;
