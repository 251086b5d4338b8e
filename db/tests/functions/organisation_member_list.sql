BEGIN;
SELECT plan(26);

SELECT test.agent('Root', 'admin') AS root, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Emil') AS emil,
       test.client('Gone') AS gone_client, test.service('Portal', 'portal') AS portal \gset
SELECT test.organisation('Acme', true, :gone_client, :dora, :cleo) AS acme, test.organisation('Other', true, :emil) AS other,
       test.organisation('Empty', true) AS empty, test.organisation('Gone', true) AS gone \gset
UPDATE desk.organisation SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :gone_client;

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(l.client_id) FROM api.organisation_member_list(:acme) AS l),
          ARRAY[:cleo, :dora, :gone_client]::bigint[], 'lists the members by client_id, a deleted client too');
SELECT is((SELECT array_agg(l) FROM api.organisation_member_list(:other) AS l),
          ARRAY[row(:other, :emil, now())]::api.organisation_member[], 'and since when they are');
SELECT is((SELECT count(*) FROM api.organisation_member_list(:empty)), 0::bigint, 'of none, none');
SELECT is((SELECT array_agg(l.client_id) FROM api.organisation_member_list(:acme, row_limit => 2) AS l),
          ARRAY[:cleo, :dora]::bigint[], 'as many as asked for');
SELECT is((SELECT count(*) FROM api.organisation_member_list(:acme, row_limit => 1000)), 3::bigint, 'up to 1,000');
SELECT (api.organisation_member_page(:acme, row_limit => 1)).next AS cursor \gset
SELECT is((SELECT array_agg(l.client_id) FROM api.organisation_member_list(:acme, after => :'cursor') AS l),
          ARRAY[:dora, :gone_client]::bigint[], 'goes on after a cursor of api.organisation_member_page');
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s, row_limit => %L)', :acme, v.value)),
          'TF422 list_limit_range row_limit', format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s, after => %L)', :acme, v.value)),
          'TF400 cursor_invalid after', format('refuses a broken cursor: %L', v.value))
  FROM (VALUES (''), ('bm9uc2Vuc2U')) AS v (value);
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s, after => %L)', :other, :'cursor')),
          'TF400 cursor_invalid after', 'refuses the cursor of another organisation');
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s)', v.id)),
          'TF404 organisation_not_found organisation_id', v.what)
  FROM (VALUES (:'gone', 'a deleted organisation is not there'), ('0', 'nor one that never was'), ('NULL', 'nor none'))
    AS v (id, what);

SELECT test.enter_as(:root, scopes => '{tickets:read}');
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s)', :acme)), 'TF403 scope_missing',
          'a token without scope clients:read will not do');
SELECT test.enter_as(:lea);
SELECT is((SELECT count(*) FROM api.organisation_member_list(:acme)), 3::bigint, 'a lead sees them');
SELECT test.enter_as(:ben);
SELECT is((SELECT count(*) FROM api.organisation_member_list(:acme)), 3::bigint, 'and an agent');
SELECT test.enter_as_service(:portal);
SELECT is((SELECT count(*) FROM api.organisation_member_list(:acme)), 3::bigint, 'and a portal');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s)', v.id)), 'TF403 permission_missing', v.what)
  FROM (VALUES (:acme, 'a member does not'), (:other, 'nor of another organisation'), (0, 'as of one that never was'))
    AS v (id, what);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s)', :acme)), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.organisation_member_list(0)'), '28000 actor_unknown', 'who is not told which there are');

SELECT test.leave();
UPDATE desk.permission SET roles = roles || '{client}' WHERE name = 'organisation_member_list';
SELECT test.enter_as_client(:cleo);
SELECT is((SELECT array_agg(l.client_id) FROM api.organisation_member_list(:acme) AS l), ARRAY[:cleo::bigint],
          'with one UPDATE a client lists its own membership, and no other');
SELECT is(test.refusal(format('SELECT api.organisation_member_list(%s)', :other)),
          'TF404 organisation_not_found organisation_id', 'and no other organisation''s');

SELECT * FROM finish();
ROLLBACK;
