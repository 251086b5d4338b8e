BEGIN;
SELECT plan(21);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.service('Portal', 'portal') AS portal \gset
INSERT INTO desk.identity (issuer, subject, agent_id, client_id, service_id) VALUES
('i', 'ben', :ben, NULL, NULL), ('i', 'cleo', NULL, :cleo, NULL), ('j', 'ben', :ben, NULL, NULL),
('j', 'portal', NULL, NULL, :portal), ('I', 'ada', :ada, NULL, NULL);

SELECT test.enter_as(:ada);
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list() AS l), ARRAY['ben', 'cleo', 'ben', 'portal', 'ada'],
          'lists the identities by id');
SELECT is((SELECT to_jsonb(l) - '{id}'::text[] FROM api.identity_list(client_id => :cleo) AS l),
          jsonb_build_object('issuer', 'i', 'subject', 'cleo', 'agent_id', NULL, 'client_id', :cleo,
                             'service_id', NULL, 'created_at', now()),
          'each with whom it is of; those of a client');
SELECT is((SELECT array_agg(l.issuer) FROM api.identity_list(agent_id => :ben) AS l), ARRAY['i', 'j'],
          'those of an agent');
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list(service_id => :portal) AS l), ARRAY['portal'],
          'those of a service');
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list('i') AS l), ARRAY['ben', 'cleo'],
          'those of an issuer, by exactly its name');
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list('j', agent_id => :ben) AS l), ARRAY['ben'],
          'filters hold together');
SELECT is((SELECT count(*) FROM api.identity_list(agent_id => :ben, client_id => :cleo)), 0::bigint,
          'of two actors there is none');
SELECT is((SELECT count(*) FROM api.identity_list(issuer => $$' OR true --$$)), 0::bigint, 'a filter is never SQL');
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list(row_limit => 2) AS l), ARRAY['ben', 'cleo'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.identity_list(row_limit => 1000)), 5::bigint, 'up to 1,000');
SELECT is((SELECT array_agg(l.subject) FROM api.identity_list(after => (api.identity_page(row_limit => 3)).next) AS l),
          ARRAY['portal', 'ada'], 'goes on after a cursor of api.identity_page');
SELECT is(test.refusal(format('SELECT api.identity_list(row_limit => %L)', v.value)),
          'TF422 list_limit_range row_limit', format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (NULL)) AS v (value);
SELECT is(test.refusal($$SELECT api.identity_list(after => 'x')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');

SELECT test.enter_as(:ben);
SELECT is(test.refusal('SELECT api.identity_list()'), 'TF403 permission_missing', 'refuses an agent');
SELECT is(test.refusal(format('SELECT api.identity_list(agent_id => %s)', :ben)), 'TF403 permission_missing',
          'even to list its own');
SELECT test.enter_as_client(:cleo);
SELECT is(test.refusal('SELECT api.identity_list()'), 'TF403 permission_missing', 'refuses a client');
SELECT test.enter_as_service(:portal);
SELECT is(test.refusal('SELECT api.identity_list()'), 'TF403 permission_missing', 'refuses a service');
SELECT test.enter_as(:ada, scopes => '{agents:read,clients:read,tickets:read}');
SELECT is(test.refusal('SELECT api.identity_list()'), 'TF403 scope_missing',
          'refuses an administrator''s token without the scope');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.identity_list()'), '28000 actor_unknown', 'refuses nobody');

SELECT * FROM finish();
ROLLBACK;
