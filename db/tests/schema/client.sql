BEGIN;
SELECT plan(49);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo \gset

-- one column at a time, at the boundary
SELECT is(
    test.refusal($$INSERT INTO desk.client (name, email, active) VALUES ('X', 'null@x.example', NULL)$$),
    '23502 client_active_not_null active', 'client_active_not_null: refuses NULL'
);
SELECT is(test.refusal(format('INSERT INTO desk.client (name, email) VALUES (%L, %L)', v.name, v.email)), v.refusal,
          format('name %s, email %s: %s', v.name_is, v.email_is, v.refusal))
  FROM (VALUES
        (NULL, 'NULL', 'n@x.example', 'given', '23502 client_name_not_null name'),
        ('X', 'given', NULL, 'NULL', '23502 client_email_not_null email'),
        ('', 'of 0 characters', 'n0@x.example', 'given', '23514 client_name_length'),
        ('x', 'of 1 character', 'n1@x.example', 'given', 'allowed'),
        (repeat('õ', 200), 'of 200 characters', 'n200@x.example', 'given', 'allowed'),
        (repeat('õ', 201), 'of 201 characters', 'n201@x.example', 'given', '23514 client_name_length'),
        (' X', 'with a space before it', 't1@x.example', 'given', '23514 client_name_trimmed'),
        (E'X\u00a0', 'with a space behind it', 't2@x.example', 'given', '23514 client_name_trimmed'),
        (E'X\u00a0Y', 'with a space within it', 't3@x.example', 'given', 'allowed'),
        (E'X\nY', 'of two lines', 'l1@x.example', 'given', '23514 client_name_one_line'),
        (E'X\u2028Y', 'of two lines in Unicode', 'l2@x.example', 'given', '23514 client_name_one_line'),
        ('X', 'given', 'x', 'without @', '23514 client_email_shape'),
        ('X', 'given', ' x@x.example', 'with a space before it', '23514 client_email_shape'),
        ('X', 'given', 'õ@x.example', 'beyond ASCII', '23514 client_email_shape'),
        ('X', 'given', repeat('a', 64) || '@b', 'of 64 characters before the @', 'allowed'),
        ('X', 'given', repeat('a', 65) || '@b', 'of 65 characters before the @', '23514 client_email_shape'))
    AS v (name, name_is, email, email_is, refusal);
SELECT is(test.refusal(format('UPDATE desk.client SET name = %L WHERE id = %s', v.name, :cleo)), v.refusal,
          'so is an update: ' || v.refusal)
  FROM (VALUES ('', '23514 client_name_length'), (' X', '23514 client_name_trimmed'),
  (E'X\nY', '23514 client_name_one_line'),
               ('Xenia', 'allowed'))
    AS v (name, refusal);
SELECT is(test.refusal(format('UPDATE desk.client SET email = %L WHERE id = %s', 'x', :cleo)),
          '23514 client_email_shape',
          'of the email too');
SELECT is(test.refusal(format('INSERT INTO desk.client (name, email, %I) VALUES (%L, %L, %L)', v.field, 'X',
                              'y' || v.number || '@x.example', v.value)),
          v.refusal, format('%s %s: %s', v.field, v.value, v.refusal))
  FROM (VALUES
        (1, 'created_at', '0001-01-01 23:59:59.999999+00', '23514 client_times_in_range'),
        (2, 'created_at', '0001-01-02 00:00:00+00', 'allowed'),
        (3, 'created_at', 'infinity', '23514 client_times_in_range'),
        (4, 'created_at', '-infinity', '23514 client_times_in_range'),
        (5, 'deleted_at', '9999-12-30 23:59:59.999999+00', 'allowed'),
        (6, 'deleted_at', '9999-12-31 00:00:00+00', '23514 client_times_in_range'),
        (7, 'deleted_at', '10000-01-01 00:00:00+00', '23514 client_times_in_range'))
    AS v (number, field, value, refusal);

-- ids
SELECT is(test.refusal(format($$INSERT INTO desk.client (id, name, email) VALUES (%s, 'X', 'i1@x.example')$$, :cleo)),
          '428C9',
          'an id is given by the table');
SELECT is(
    test.refusal(format($$INSERT INTO desk.client (id, name, email) OVERRIDING SYSTEM VALUE
                          VALUES (%s, 'X', 'i2@x.example')$$, :cleo)),
    '23505 client_pkey', 'client_pkey: refuses an id that there is'
);
SELECT is(
    test.refusal($$INSERT INTO desk.client (id, name, email) OVERRIDING SYSTEM VALUE
                   VALUES (-1, 'X', 'i3@x.example')$$),
    'allowed', 'client_pkey: allows another'
);

-- one live row of an email
SELECT is(test.refusal($$INSERT INTO desk.client (name, email) VALUES ('X', 'CLEO@Client.example')$$),
          '23505 client_email_unique', 'client_email_unique: refuses the email of a live row, in any case');
SELECT is(test.refusal(format($$UPDATE desk.client SET email = 'n1@X.Example' WHERE id = %s$$, :cleo)),
          '23505 client_email_unique', 'client_email_unique: refuses it in an update');
SELECT is(test.refusal($$INSERT INTO desk.client (name, email, deleted_at)
                        VALUES ('Old', 'CLEO@Client.example', now())$$), 'allowed',
          'client_email_unique: allows it in a deleted row');
SELECT is(test.refusal($$INSERT INTO desk.client (name, email, deleted_at)
                        VALUES ('Older', 'CLEO@Client.example', now())$$), 'allowed',
          'or two of them');
SELECT is(test.refusal($$UPDATE desk.client SET deleted_at = NULL WHERE name = 'Old'$$), '23505 client_email_unique',
          'client_email_unique: refuses to restore it');
UPDATE desk.client SET deleted_at = now() WHERE id = :cleo;
SELECT is(test.refusal($$UPDATE desk.client SET deleted_at = NULL WHERE name = 'Old'$$), 'allowed',
          'while the other is live');
SELECT is(test.refusal(format('UPDATE desk.client SET deleted_at = NULL WHERE id = %s', :cleo)),
          '23505 client_email_unique',
          'and the other way round');

-- the keys are kept by a trigger
INSERT INTO desk.client (name, email, name_key, email_key) VALUES ('ÕnneX', 'Key@X.Example', 'a', 'b');
SELECT is((SELECT row(t.name_key, t.email_key)::text FROM desk.client AS t WHERE t.name = 'ÕnneX'),
          row('Õnnex', 'key@x.example')::text, 'name and email, with ASCII letters in lower case');
UPDATE desk.client SET name_key = 'a', email_key = 'b' WHERE name = 'ÕnneX';
SELECT is((SELECT row(t.name_key, t.email_key, t.version)::text FROM desk.client AS t WHERE t.name = 'ÕnneX'),
          row('Õnnex', 'key@x.example', 1)::text, 'whatever is written to them');
UPDATE desk.client SET name = 'Yves' WHERE name = 'ÕnneX';
SELECT is((SELECT t.name_key FROM desk.client AS t WHERE t.name = 'Yves'), 'yves', 'they follow the name');
SET LOCAL session_replication_role = replica;
SELECT is(test.refusal(format('INSERT INTO desk.client (name, email, name_key, email_key) VALUES (%L, %L, %L, %L)',
                              'Zoe', 'Zoe@X.Example', v.name_key, v.email_key)),
          v.refusal, format('without the trigger, keys %s and %s: %s', v.name_key, v.email_key, v.refusal))
  FROM (VALUES (NULL, 'zoe@x.example', '23502 client_name_key_not_null name_key'),
               ('zoe', NULL, '23502 client_email_key_not_null email_key'),
               ('Zoe', 'zoe@x.example', '23514 client_name_key'), ('zoe', 'zoE@x.example', '23514 client_email_key'),
               ('zoe', 'zoe@x.example', 'allowed'))
    AS v (name_key, email_key, refusal);
RESET session_replication_role;

-- a row that others refer to stays
SELECT test.client('Bea') AS bea, test.client('Dora') AS dora \gset
SELECT test.ticket(:bea) AS ticket \gset
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :bea)), '23503 ticket_client_id_fkey',
          'a client with tickets cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :dora)), 'allowed', 'another can');

SELECT * FROM finish();
ROLLBACK;
