BEGIN;
SELECT plan(10);

SELECT test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Idle', active => false) AS idle,
       test.client('Gone') AS gone_client, test.organisation('Acme', true) AS acme, test.organisation('Other', true) AS other,
       test.organisation('Gone', true) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :gone_client;
INSERT INTO desk.organisation_member (organisation_id, client_id) VALUES (:acme, :cleo);

SELECT is(
    test.refusal(format('INSERT INTO desk.organisation_member (organisation_id, client_id) VALUES (%s, %s)', v.organisation, v.client)),
    v.refusal, v.what
)
  FROM (VALUES
        (:'acme', :'dora', 'allowed', 'who is live joins what is live'),
        (:'acme', :'idle', 'allowed', 'whether active or not'),
        (:'other', :'cleo', 'TF409 organisation_member_elsewhere client_id', 'who is in another leaves that first'),
        (:'acme', :'cleo', '23505 organisation_member_pkey', 'who is in it joins no second time'),
        (:'gone', :'dora', 'TF404 organisation_not_found organisation_id', 'nobody joins a deleted one'),
        ('0', :'dora', 'TF404 organisation_not_found organisation_id', 'nor one that never was'),
        ('NULL', :'dora', 'TF404 organisation_not_found organisation_id', 'nor none'),
        (:'acme', :'gone_client', 'TF422 organisation_member_client_not_found client_id', 'nor does a deleted client'),
        (:'acme', '0', 'TF422 organisation_member_client_not_found client_id', 'nor one who never was'),
        (:'acme', 'NULL', 'TF422 organisation_member_client_not_found client_id', 'nor none'))
    AS v (organisation, client, refusal, what);

SELECT * FROM finish();
ROLLBACK;
