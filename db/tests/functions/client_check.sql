BEGIN;
SELECT plan(8);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo, test.client('Dora') AS dora,
       test.client('Gone') AS gone \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo) AS one, test.ticket(:cleo, :ada) AS two \gset

SELECT is(test.refusal(format('UPDATE desk.client SET deleted_at = now() WHERE id = %s', :cleo)),
          'TF409 client_has_tickets id', 'a client with live tickets is not deleted, by a DBA neither');
SELECT throws_ok(format('UPDATE desk.client SET deleted_at = now() WHERE id = %s', :cleo), 'TF409',
                 format('client %s has live tickets', :cleo), 'and it does not say how many: they may be other teams''');
SELECT is(test.refusal('UPDATE desk.client SET deleted_at = now()'), 'TF409 client_has_tickets id',
          'one such client stops an update of many');
SELECT is(test.refusal(format($$UPDATE desk.client SET name = 'Clio', active = false WHERE id = %s$$, :cleo)),
          'allowed',
          'it may be changed and deactivated');
SELECT is(test.refusal(format('UPDATE desk.client SET deleted_at = NULL WHERE id = %s', :gone)), 'allowed',
          'a deleted client may be restored');
SELECT is(test.refusal(format($$UPDATE desk.client SET deleted_at = '2026-01-01' WHERE id = %s$$, :gone)), 'allowed',
          'or deleted at another time');

UPDATE desk.ticket SET client_id = :dora WHERE id = :one;
SELECT throws_ok(format('UPDATE desk.client SET deleted_at = now() WHERE id = %s', :cleo), 'TF409',
                 format('client %s has live tickets', :cleo),
                 'a ticket that another client has by now does not count');
UPDATE desk.ticket SET deleted_at = now() WHERE id = :two;
SELECT is(test.refusal(format('UPDATE desk.client SET deleted_at = now() WHERE id = %s', :cleo)), 'allowed',
          'nor does a deleted one: the client is deleted');

SELECT * FROM finish();
ROLLBACK;
