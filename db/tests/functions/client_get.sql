BEGIN;
SELECT plan(9);

SELECT test.agent('Ada') AS ada, test.agent('Root', 'admin') AS root,
       test.client('Cleo', active => false) AS cleo, test.client('Gone') AS gone \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;

SELECT test.enter_as(:ada);
SELECT is(to_jsonb(api.client_get(:cleo)) - '{created_at,updated_at}'::text[],
          jsonb_build_object('id', :cleo, 'name', 'Cleo', 'email', 'cleo@client.example',
                             'active', false, 'version', 1),
          'shows a client, active or not');
SELECT is(row((api.client_get(:cleo)).created_at, (api.client_get(:cleo)).updated_at), row(now(), now()),
          'with its times');
SELECT is(test.refusal(format('SELECT api.client_get(%s)', :gone)), 'TF404 client_not_found id',
          'a deleted client is not there');
SELECT is(test.refusal('SELECT api.client_get(0)'), 'TF404 client_not_found id', 'neither is one who never was');
SELECT is(test.refusal('SELECT api.client_get(NULL)'), 'TF404 client_not_found id', 'nor no id');

SELECT test.enter_as(:root);
SELECT is((api.client_get(:cleo)).name, 'Cleo', 'shows it to an administrator too');
SELECT is(test.refusal(format('SELECT api.client_get(%s)', :gone)), 'TF404 client_not_found id', 'but no deleted one');

SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.client_get(%s)', :cleo)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.client_get(0)'), '28000 actor_unknown',
          'and does not tell nobody which ids there are');

SELECT * FROM finish();
ROLLBACK;
