BEGIN;
SELECT plan(38);

SELECT test.agent('Root', 'admin') AS root, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('beta', 'portal') AS beta \gset
INSERT INTO desk.service (name, role, active) VALUES
('Alpha', 'importer', true), ('Gamma', 'portal', false), ('Õmega', 'monitor', true), ('Left', 'portal', true),
('Gone', 'importer', false);
UPDATE desk.service SET deleted_at = now() WHERE name IN ('Left', 'Gone');

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(l.name) FROM api.service_list() AS l), ARRAY['beta', 'Alpha', 'Gamma', 'Õmega'],
          'lists the live services by id');
SELECT is((SELECT to_jsonb(l) FROM api.service_list(name => 'BETA') AS l), to_jsonb(api.service_get(:beta)),
          'each as api.service_get shows it; finds a name in any case');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(sort => '-id') AS l),
          ARRAY['Õmega', 'Gamma', 'Alpha', 'beta'], 'or the newest first');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(sort => 'name') AS l),
          ARRAY['Alpha', 'beta', 'Gamma', 'Õmega'], 'or by name, in any case');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(sort => '-name') AS l),
          ARRAY['Õmega', 'Gamma', 'beta', 'Alpha'], 'or by name in the opposite order');
SELECT is((SELECT count(*) FROM api.service_list(name => 'Left')), 0::bigint, 'a deleted service''s name finds nothing');
SELECT is((SELECT count(*) FROM api.service_list(name => 'bet_')), 0::bigint, 'nor does a pattern');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(active => true) AS l), ARRAY['beta', 'Alpha', 'Õmega'],
          'finds those that are active');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(active => false) AS l), ARRAY['Gamma'],
          'and those that are not');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(role => 'portal') AS l), ARRAY['beta', 'Gamma'],
          'finds those of a role');
SELECT is((SELECT count(*) FROM api.service_list(role => 'nobody')), 0::bigint, 'an unknown role has none');
SELECT is((SELECT array_agg(l.name) FROM api.service_list('gamma', false, 'portal', '-name') AS l), ARRAY['Gamma'],
          'all filters at once');
SELECT is((SELECT count(*) FROM api.service_list('gamma', true, 'portal')), 0::bigint, 'each of which must hold');
SELECT is((SELECT count(*) FROM api.service_list(name => $$' OR true --$$, role => $$' OR true --$$)), 0::bigint,
          'a filter is never SQL');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(row_limit => 2) AS l), ARRAY['beta', 'Alpha'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.service_list(row_limit => 1000)), 4::bigint, 'up to 1,000');
SELECT is(
    (SELECT array_agg(l.name)
       FROM api.service_list(sort => 'name', after => (api.service_page(sort => 'name', row_limit => 2)).next) AS l),
    ARRAY['Gamma', 'Õmega'], 'goes on after a cursor of api.service_page'
);
SELECT is((SELECT array_agg(l.name) FROM api.service_list(deleted => true) AS l), ARRAY['Left', 'Gone'],
          'lists the deleted services');
SELECT is((SELECT array_agg(l.name) FROM api.service_list(deleted => true, role => 'importer') AS l), ARRAY['Gone'],
          'with the same filters');

SELECT is(test.refusal(format('SELECT api.service_list(row_limit => %L)', v.value)),
          'TF422 list_limit_range row_limit', format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (-1), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.service_list(sort => %L)', v.value)), 'TF422 list_sort_unknown sort',
          format('refuses to sort by %s', coalesce(quote_literal(v.value), 'NULL')))
  FROM (VALUES ('role'), ('ID'), (''), ('-'), ('id, name'), (NULL)) AS v (value);
SELECT is(test.refusal($$SELECT api.service_list(after => 'bm9uc2Vuc2U')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.service_list()'), 'TF403 permission_missing', 'refuses an agent');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.service_list()'), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:beta);
SELECT is(test.refusal('SELECT api.service_list()'), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as(:root, scopes => '{agents:read}');
SELECT is(test.refusal('SELECT api.service_list()'), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.service_list()'), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal($$SELECT api.service_list(name => 'Nobody')$$), '28000 actor_unknown',
          'even where the list would be empty');

-- what takes another permission, where a DBA has given the list to leads
SELECT test.leave();
UPDATE desk.permission SET roles = roles || 'lead'::text WHERE name IN ('service_list', 'see_credentials');
SELECT test.agent('Lea', 'lead') AS lea \gset
SELECT test.enter_as(:lea);
SELECT is((SELECT count(*) FROM api.service_list()), 4::bigint, 'who may list them lists the live ones');
SELECT is(test.refusal('SELECT api.service_list(deleted => true)'), 'TF403 permission_missing deleted',
          'but the deleted ones only with the permission for that');

SELECT * FROM finish();
ROLLBACK;
