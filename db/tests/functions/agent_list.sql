BEGIN;
SELECT plan(40);

SELECT test.agent('Ada', 'admin') AS ada \gset
INSERT INTO desk.agent (name, email, active) VALUES
('cal', 'cal.1@desk.example', true),
('Ben', 'Ben@desk.example', false),
('Cal', 'cal.2@desk.example', false),
('Zoë', 'zoe@desk.example', true),
('Left', 'left@desk.example', true),
('Gone', 'gone@desk.example', false);
UPDATE desk.agent SET deleted_at = now() WHERE name IN ('Left', 'Gone');

SELECT test.enter_as(:ada);
SELECT is((SELECT array_agg(l.name) FROM api.agent_list() AS l),
          ARRAY['Ada', 'cal', 'Ben', 'Cal', 'Zoë'], 'lists the live agents by id');
SELECT is((SELECT to_jsonb(l) FROM api.agent_list(name => 'Ada') AS l), to_jsonb(api.agent_get(:ada)),
          'each as api.agent_get shows it');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(sort => '-id') AS l),
          ARRAY['Zoë', 'Cal', 'Ben', 'cal', 'Ada'], 'or the newest first');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(sort => 'name') AS l),
          ARRAY['Ada', 'Ben', 'cal', 'Cal', 'Zoë'], 'or by name, in any case, the same name by id');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(sort => '-name') AS l),
          ARRAY['Zoë', 'Cal', 'cal', 'Ben', 'Ada'], 'or by name in the opposite order');

SELECT is((SELECT array_agg(l.name) FROM api.agent_list(email => 'bEN@DESK.example') AS l), ARRAY['Ben'],
          'finds an email in any case');
SELECT is((SELECT count(*) FROM api.agent_list(email => 'ben@desk')), 0::bigint, 'but not a part of it');
SELECT is((SELECT count(*) FROM api.agent_list(email => 'gone@desk.example')), 0::bigint,
          'nor a deleted agent''s');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(active => true) AS l), ARRAY['Ada', 'cal', 'Zoë'],
          'finds those who are active');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(active => false, sort => '-name') AS l), ARRAY['Cal', 'Ben'],
          'and those who are not');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(name => 'CAL') AS l), ARRAY['cal', 'Cal'],
          'finds a name in any case');
SELECT is((SELECT count(*) FROM api.agent_list(name => 'Ca_')), 0::bigint, 'but no pattern');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(name => 'Zoë') AS l), ARRAY['Zoë'],
          'finds letters beyond ASCII');
SELECT is(
    (SELECT array_agg(l.email) FROM api.agent_list(email => 'cal.2@desk.example', active => false, name => 'cal') AS l),
    ARRAY['cal.2@desk.example'], 'all filters at once'
);
SELECT is((SELECT count(*) FROM api.agent_list(email => 'cal.2@desk.example', active => true)), 0::bigint,
          'each of which must hold');
SELECT is((SELECT count(*) FROM api.agent_list(name => $$' OR true --$$)), 0::bigint, 'a filter is never SQL');

SELECT is((SELECT array_agg(l.name) FROM api.agent_list(row_limit => 2) AS l), ARRAY['Ada', 'cal'],
          'as many rows as asked for');
SELECT is((SELECT count(*) FROM api.agent_list(row_limit => 1000)), 5::bigint, 'up to 1,000');
SELECT is(
    (SELECT array_agg(l.name)
       FROM api.agent_list(sort => 'name', after => (api.agent_page(sort => 'name', row_limit => 3)).next) AS l),
    ARRAY['Cal', 'Zoë'], 'goes on after a cursor of api.agent_page, between two of one name'
);
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(deleted => true) AS l), ARRAY['Left', 'Gone'],
          'lists the deleted agents to an administrator');
SELECT is((SELECT array_agg(l.name) FROM api.agent_list(deleted => true, active => false, sort => '-name') AS l),
          ARRAY['Gone'], 'with the same filters');

SELECT is(test.refusal(format('SELECT api.agent_list(row_limit => %L)', v.value)), 'TF422 list_limit_range row_limit',
          format('refuses a limit of %s', coalesce(v.value::text, 'NULL')))
  FROM (VALUES (0), (1001), (-1), (NULL)) AS v (value);
SELECT is(test.refusal(format('SELECT api.agent_list(sort => %L)', v.value)), 'TF422 list_sort_unknown sort',
          format('refuses to sort by %s', coalesce(quote_literal(v.value), 'NULL')))
  FROM (VALUES ('email'), ('ID'), (''), ('-'), ('--id'), ('id, name'), (NULL)) AS v (value);
SELECT is(test.refusal($$SELECT api.agent_list(after => 'bm9uc2Vuc2U')$$), 'TF400 cursor_invalid after',
          'refuses a broken cursor');
SELECT (api.agent_page(row_limit => 1)).next AS cursor \gset
SELECT is(test.refusal(format($$SELECT api.agent_list(sort => '-id', after => %L)$$, :'cursor')),
          'TF400 cursor_invalid after', 'refuses the cursor of another order');

SELECT test.leave();
SELECT id AS cal FROM desk.agent WHERE name = 'cal' \gset
SELECT test.enter_as(:cal);
SELECT is((SELECT count(*) FROM api.agent_list()), 5::bigint, 'an agent sees the live agents');
SELECT is(test.refusal('SELECT api.agent_list(deleted => true)'), 'TF403 permission_missing deleted',
          'but not the deleted ones');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal('SELECT api.agent_list()'), '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal($$SELECT api.agent_list(email => 'nobody@desk.example')$$), '28000 actor_unknown',
          'even where the list would be empty');

-- email addresses are not asked for by who is not shown them
SELECT test.leave();
SELECT test.agent('Hidden') AS hidden, test.client('Curious') AS curious \gset
UPDATE desk.permission SET roles = array_append(roles, 'client') WHERE name = 'agent_list';
SELECT test.enter_as_client(:curious);
SELECT is((SELECT count(*) FROM api.agent_list(email => 'hidden@desk.example')), 0::bigint, 'a client who may list agents finds none by email');
SELECT is((SELECT count(*) FROM api.agent_list(name => 'Hidden') AS l WHERE l.email IS NULL), 1::bigint, 'but by name');

SELECT * FROM finish();
ROLLBACK;
