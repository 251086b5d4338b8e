BEGIN;
SELECT plan(56);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo \gset

-- one column at a time, at the boundary
SELECT is(
    test.refusal($$INSERT INTO desk.agent (name, email, active) VALUES ('X', 'null@x.example', NULL)$$),
    '23502 agent_active_not_null active', 'agent_active_not_null: refuses NULL'
);
SELECT is(test.refusal(format('INSERT INTO desk.agent (name, email) VALUES (%L, %L)', v.name, v.email)), v.refusal,
          format('name %s, email %s: %s', v.name_is, v.email_is, v.refusal))
  FROM (VALUES
        (NULL, 'NULL', 'n@x.example', 'given', '23502 agent_name_not_null name'),
        ('X', 'given', NULL, 'NULL', '23502 agent_email_not_null email'),
        ('', 'of 0 characters', 'n0@x.example', 'given', '23514 agent_name_length'),
        ('x', 'of 1 character', 'n1@x.example', 'given', 'allowed'),
        (repeat('õ', 200), 'of 200 characters', 'n200@x.example', 'given', 'allowed'),
        (repeat('õ', 201), 'of 201 characters', 'n201@x.example', 'given', '23514 agent_name_length'),
        (' X', 'with a space before it', 't1@x.example', 'given', '23514 agent_name_trimmed'),
        (E'X\u00a0', 'with a space behind it', 't2@x.example', 'given', '23514 agent_name_trimmed'),
        (E'X\u00a0Y', 'with a space within it', 't3@x.example', 'given', 'allowed'),
        (E'X\nY', 'of two lines', 'l1@x.example', 'given', '23514 agent_name_one_line'),
        (E'X\u2028Y', 'of two lines in Unicode', 'l2@x.example', 'given', '23514 agent_name_one_line'),
        ('X', 'given', 'x', 'without @', '23514 agent_email_shape'),
        ('X', 'given', ' x@x.example', 'with a space before it', '23514 agent_email_shape'),
        ('X', 'given', 'õ@x.example', 'beyond ASCII', '23514 agent_email_shape'),
        ('X', 'given', repeat('a', 64) || '@b', 'of 64 characters before the @', 'allowed'),
        ('X', 'given', repeat('a', 65) || '@b', 'of 65 characters before the @', '23514 agent_email_shape'))
    AS v (name, name_is, email, email_is, refusal);
SELECT is(test.refusal(format('UPDATE desk.agent SET name = %L WHERE id = %s', v.name, :ada)), v.refusal,
          'so is an update: ' || v.refusal)
  FROM (VALUES ('', '23514 agent_name_length'), (' X', '23514 agent_name_trimmed'),
  (E'X\nY', '23514 agent_name_one_line'),
               ('Xenia', 'allowed'))
    AS v (name, refusal);
SELECT is(test.refusal(format('UPDATE desk.agent SET email = %L WHERE id = %s', 'x', :ada)), '23514 agent_email_shape',
          'of the email too');
SELECT is(test.refusal(format('INSERT INTO desk.agent (name, email, role) VALUES (%L, %L, %L)', 'X',
                              'r' || v.number || '@x.example', v.role)),
          v.refusal, format('role %s: %s', coalesce(v.role, 'NULL'), v.refusal))
  FROM (VALUES (1, 'agent', 'allowed'), (2, 'admin', 'allowed'), (6, 'lead', 'allowed'), (7, 'client', '23514 agent_role_known'), (3, 'Admin', '23514 agent_role_known'),
               (4, '', '23514 agent_role_known'), (5, NULL, '23502 agent_role_not_null role'))
    AS v (number, role, refusal);
SELECT is(test.refusal(format('INSERT INTO desk.agent (name, email, %I) VALUES (%L, %L, %L)', v.field, 'X',
                              'y' || v.number || '@x.example', v.value)),
          v.refusal, format('%s %s: %s', v.field, v.value, v.refusal))
  FROM (VALUES
        (1, 'created_at', '0001-01-01 23:59:59.999999+00', '23514 agent_times_in_range'),
        (2, 'created_at', '0001-01-02 00:00:00+00', 'allowed'),
        (3, 'created_at', 'infinity', '23514 agent_times_in_range'),
        (4, 'created_at', '-infinity', '23514 agent_times_in_range'),
        (5, 'deleted_at', '9999-12-30 23:59:59.999999+00', 'allowed'),
        (6, 'deleted_at', '9999-12-31 00:00:00+00', '23514 agent_times_in_range'),
        (7, 'deleted_at', '10000-01-01 00:00:00+00', '23514 agent_times_in_range'))
    AS v (number, field, value, refusal);

-- ids
SELECT is(test.refusal(format($$INSERT INTO desk.agent (id, name, email) VALUES (%s, 'X', 'i1@x.example')$$, :ada)),
          '428C9',
          'an id is given by the table');
SELECT is(
    test.refusal(format($$INSERT INTO desk.agent (id, name, email) OVERRIDING SYSTEM VALUE
                          VALUES (%s, 'X', 'i2@x.example')$$, :ada)),
    '23505 agent_pkey', 'agent_pkey: refuses an id that there is'
);
SELECT is(
    test.refusal($$INSERT INTO desk.agent (id, name, email) OVERRIDING SYSTEM VALUE
                   VALUES (-1, 'X', 'i3@x.example')$$),
    'allowed', 'agent_pkey: allows another'
);

-- one live row of an email
SELECT is(test.refusal($$INSERT INTO desk.agent (name, email) VALUES ('X', 'ADA@Desk.example')$$),
          '23505 agent_email_unique', 'agent_email_unique: refuses the email of a live row, in any case');
SELECT is(test.refusal(format($$UPDATE desk.agent SET email = 'n1@X.Example' WHERE id = %s$$, :ada)),
          '23505 agent_email_unique', 'agent_email_unique: refuses it in an update');
SELECT is(test.refusal($$INSERT INTO desk.agent (name, email, deleted_at) VALUES ('Old', 'ADA@Desk.example', now())$$),
          'allowed',
          'agent_email_unique: allows it in a deleted row');
SELECT is(test.refusal($$INSERT INTO desk.agent (name, email, deleted_at)
                        VALUES ('Older', 'ADA@Desk.example', now())$$), 'allowed',
          'or two of them');
SELECT is(test.refusal($$UPDATE desk.agent SET deleted_at = NULL WHERE name = 'Old'$$), '23505 agent_email_unique',
          'agent_email_unique: refuses to restore it');
UPDATE desk.agent SET deleted_at = now() WHERE id = :ada;
SELECT is(test.refusal($$UPDATE desk.agent SET deleted_at = NULL WHERE name = 'Old'$$), 'allowed',
          'while the other is live');
SELECT is(test.refusal(format('UPDATE desk.agent SET deleted_at = NULL WHERE id = %s', :ada)),
          '23505 agent_email_unique',
          'and the other way round');

-- the keys are kept by a trigger
INSERT INTO desk.agent (name, email, name_key, email_key) VALUES ('ÕnneX', 'Key@X.Example', 'a', 'b');
SELECT is((SELECT row(t.name_key, t.email_key)::text FROM desk.agent AS t WHERE t.name = 'ÕnneX'),
          row('Õnnex', 'key@x.example')::text, 'name and email, with ASCII letters in lower case');
UPDATE desk.agent SET name_key = 'a', email_key = 'b' WHERE name = 'ÕnneX';
SELECT is((SELECT row(t.name_key, t.email_key, t.version)::text FROM desk.agent AS t WHERE t.name = 'ÕnneX'),
          row('Õnnex', 'key@x.example', 1)::text, 'whatever is written to them');
UPDATE desk.agent SET name = 'Yves' WHERE name = 'ÕnneX';
SELECT is((SELECT t.name_key FROM desk.agent AS t WHERE t.name = 'Yves'), 'yves', 'they follow the name');
SET LOCAL session_replication_role = replica;
SELECT is(test.refusal(format('INSERT INTO desk.agent (name, email, name_key, email_key) VALUES (%L, %L, %L, %L)',
                              'Zoe', 'Zoe@X.Example', v.name_key, v.email_key)),
          v.refusal, format('without the trigger, keys %s and %s: %s', v.name_key, v.email_key, v.refusal))
  FROM (VALUES (NULL, 'zoe@x.example', '23502 agent_name_key_not_null name_key'),
               ('zoe', NULL, '23502 agent_email_key_not_null email_key'),
               ('Zoe', 'zoe@x.example', '23514 agent_name_key'), ('zoe', 'zoE@x.example', '23514 agent_email_key'),
               ('zoe', 'zoe@x.example', 'allowed'))
    AS v (name_key, email_key, refusal);
RESET session_replication_role;

-- a row that others refer to stays
SELECT test.agent('Ben') AS ben, test.agent('Cal') AS cal \gset
SELECT test.ticket(:cleo, :ben) AS ticket \gset
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ben)), '23503 ticket_agent_id_fkey',
          'an agent with tickets cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :cal)), 'allowed', 'another can');

SELECT * FROM finish();
ROLLBACK;
