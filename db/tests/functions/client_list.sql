BEGIN;
SELECT plan(38);

SELECT test.agent('Ada', 'admin') AS root, test.agent('Ben') AS ben, test.client('Ada') AS ada \gset
INSERT INTO desk.client (name, email, active) VALUES
('cal', 'cal.1@client.example', true),
('Ben', 'Ben@client.example', false),
('Cal', 'cal.2@client.example', false),
('Zoë', 'zoe@client.example', true),
('Left', 'left@client.example', true),
('Gone', 'gone@client.example', false);
UPDATE desk.client SET deleted_at = now() WHERE name IN ('Left', 'Gone');

SELECT test.enter_as(:root);
SELECT is((SELECT array_agg(l.name) FROM api.client_list() AS l),
          ARRAY['Ada', 'cal', 'Ben', 'Cal', 'Zoë'], 'lists the live clients by id');
SELECT is((SELECT to_jsonb(l) FROM api.client_list(name => 'Ada') AS l), to_jsonb(api.client_get(:ada)),
          'each as api.client_get shows it');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(sort => '-id') AS l),
          ARRAY['Zoë', 'Cal', 'Ben', 'cal', 'Ada'], 'or the newest first');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(sort => 'name') AS l),
          ARRAY['Ada', 'Ben', 'cal', 'Cal', 'Zoë'], 'or by name, in any case, the same name by id');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(sort => '-name') AS l),
          ARRAY['Zoë', 'Cal', 'cal', 'Ben', 'Ada'], 'or by name in the opposite order');

SELECT is((SELECT array_agg(l.name) FROM api.client_list(email => 'bEN@CLIENT.example') AS l), ARRAY['Ben'],
          'finds an email in any case');
SELECT is((SELECT count(*) FROM api.client_list(email => 'ben@client')), 0::bigint, 'but not a part of it');
SELECT is((SELECT count(*) FROM api.client_list(email => 'gone@client.example')), 0::bigint,
          'nor a deleted client''s');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(active => true) AS l), ARRAY['Ada', 'cal', 'Zoë'],
          'finds those who are active');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(active => false, sort => '-name') AS l), ARRAY['Cal', 'Ben'],
          'and those who are not');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(name => 'CAL') AS l), ARRAY['cal', 'Cal'],
          'finds a name in any case');
SELECT is((SELECT count(*) FROM api.client_list(name => 'Ca_')), 0::bigint, 'but no pattern');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(name => 'Zoë') AS l), ARRAY['Zoë'],
          'finds letters beyond ASCII');
SELECT is(
    (SELECT array_agg(l.email) FROM api.client_list(email => 'cal.2@client.example', active => false,
                                                             name => 'cal') AS l),
    ARRAY['cal.2@client.example'], 'all filters at once'
);
SELECT is((SELECT count(*) FROM api.client_list(email => 'cal.2@client.example', active => true)), 0::bigint,
          'each of which must hold');
SELECT is((SELECT count(*) FROM api.client_list(name => $$' OR true --$$)), 0::bigint, 'a filter is never SQL');

SELECT is((SELECT array_agg(l.name) FROM api.client_list(row_limit => 2) AS l), ARRAY['Ada', 'cal'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.client_list(row_limit => 1000)), 5::bigint, 'up to 1,000');
SELECT is(
    (SELECT array_agg(l.name)
       FROM api.client_list(sort => 'name', after => (api.client_page(sort => 'name', row_limit => 3)).next) AS l),
    ARRAY['Cal', 'Zoë'], 'goes on after a cursor of api.client_page, between two of one name'
);
SELECT is((SELECT array_agg(l.name) FROM api.client_list(deleted => true) AS l), ARRAY['Left', 'Gone'],
          'lists the deleted clients to an administrator');
SELECT is((SELECT array_agg(l.name) FROM api.client_list(deleted => true, active => false, sort => '-name') AS l),
          ARRAY['Gone'], 'with the same filters');

SELECT is(test.refusal(format('SELECT api.client_list(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (-1), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.client_list(sort => %L)', v.value)), 'TF422 list_sort_unknown sort',
          format('refuses to sort by %s', coalesce(quote_literal(v.value), 'NULL')))
  FROM (VALUES ('email'), ('ID'), (''), ('-'), ('--id'), ('id, name'), (NULL)) AS v (value);
SELECT is(test.refusal($$SELECT api.client_list(after => 'bm9uc2Vuc2U')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');
SELECT (api.client_page(row_limit => 1)).next AS cursor \gset
SELECT is(test.refusal(format($$SELECT api.client_list(sort => '-id', after => %L)$$, :'cursor')),
          'TF400 cursor_invalid after', 'refuses the cursor of another order');

SELECT test.enter_as(:ben);
SELECT is((SELECT count(*) FROM api.client_list()), 5::bigint, 'an agent sees the live clients');
SELECT is(test.refusal('SELECT api.client_list(deleted => true)'), 'TF403 permission_missing deleted',
          'but not the deleted ones');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.client_list()'), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal($$SELECT api.client_list(email => 'nobody@client.example')$$), '28000 actor_unknown',
          'even where the list would be empty');

SELECT * FROM finish();
ROLLBACK;
