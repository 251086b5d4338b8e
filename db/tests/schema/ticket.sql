BEGIN;
SELECT plan(50);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora,
       test.client('Gone') AS gone \gset
UPDATE desk.client SET deleted_at = now() WHERE id = :gone;
SELECT test.ticket(:cleo, :ada) AS ticket \gset

-- Every rule is tried as a superuser, straight at the table: it holds for a DBA too.
CREATE FUNCTION test.with_subject(subject text) RETURNS text LANGUAGE sql AS $$
    SELECT test.refusal(format(
        'INSERT INTO desk.ticket (client_id, subject) SELECT min(c.id), %L FROM desk.client AS c WHERE c.deleted_at IS NULL',
        with_subject.subject
    ));
$$;
CREATE FUNCTION test.with_time(field text, value text) RETURNS text LANGUAGE sql AS $$
    SELECT test.refusal(format(
        'INSERT INTO desk.ticket (client_id, subject, %I) SELECT min(c.id), %L, %L FROM desk.client AS c WHERE c.deleted_at IS NULL',
        with_time.field, 'Printer', with_time.value
    ));
$$;

-- ticket_pkey and the identity
SELECT is(test.refusal(format('INSERT INTO desk.ticket (id, client_id, subject) VALUES (%s, %s, ''Printer'')', :ticket + 1000000, :cleo)),
          '428C9', 'the id is the table''s own');
SELECT is(
    test.refusal(format('INSERT INTO desk.ticket (id, client_id, subject) OVERRIDING SYSTEM VALUE VALUES (%s, %s, ''Printer'')', :ticket, :cleo)),
    '23505 ticket_pkey', 'ticket_pkey: no second ticket with the same id'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.ticket (id, client_id, subject) OVERRIDING SYSTEM VALUE VALUES (%s, %s, ''Printer'')', :ticket + 1000000, :cleo)),
    'allowed', 'ticket_pkey: another id'
);
UPDATE desk.ticket SET id = DEFAULT WHERE id = :ticket;
SELECT is((SELECT count(*) FROM desk.ticket WHERE id = :ticket), 1::bigint, 'an UPDATE leaves the id as it is');

-- ticket_subject_length
SELECT is(test.with_subject(''), '23514 ticket_subject_length', 'ticket_subject_length: 0 characters');
SELECT is(test.with_subject('x'), 'allowed', 'ticket_subject_length: 1 character');
SELECT is(test.with_subject(repeat('x', 200)), 'allowed', 'ticket_subject_length: 200 characters');
SELECT is(test.with_subject(repeat('x', 201)), '23514 ticket_subject_length', 'ticket_subject_length: 201 characters');
SELECT is(test.with_subject(repeat(U&'\+01F525', 200)), 'allowed', 'ticket_subject_length: 200 characters of four bytes');
SELECT is(test.with_subject(repeat(U&'\+01F525', 201)), '23514 ticket_subject_length',
          'ticket_subject_length: 201 characters of four bytes');
SELECT is(test.refusal(format('UPDATE desk.ticket SET subject = repeat(''x'', 201) WHERE id = %s', :ticket)),
          '23514 ticket_subject_length', 'ticket_subject_length holds for an UPDATE');
SELECT is(test.refusal(format('INSERT INTO desk.ticket (client_id) VALUES (%s)', :cleo)),
          '23502 ticket_subject_not_null subject', 'a subject is needed');

-- ticket_subject_one_line: every character up to U+02FF and about the line separators, between two letters
SELECT is(
    (SELECT array_agg(upper(lpad(to_hex(k.code), 4, '0')) ORDER BY k.code)
       FROM (SELECT generate_series(1, 767) UNION SELECT generate_series(8224, 8240)) AS k (code)
      WHERE test.with_subject('a' || chr(k.code) || 'b') = '23514 ticket_subject_one_line'),
    (SELECT array_agg(upper(lpad(to_hex(k.code), 4, '0')) ORDER BY k.code)
       FROM (SELECT generate_series(1, 31) UNION SELECT generate_series(127, 159) UNION VALUES (8232), (8233)) AS k (code)),
    'ticket_subject_one_line: U+0001-001F, U+007F-009F, U+2028 and U+2029 are refused'
);
SELECT is(
    (SELECT count(*)
       FROM (SELECT generate_series(1, 767) UNION SELECT generate_series(8224, 8240)
             UNION VALUES (8203), (12288), (65279), (65533), (128293), (1114111)) AS k (code)
      WHERE test.with_subject('a' || chr(k.code) || 'b') = 'allowed'),
    (767 + 17 + 6 - 31 - 33 - 2)::bigint,
    'ticket_subject_one_line: all others are allowed'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET subject = E''a\nb'' WHERE id = %s', :ticket)),
          '23514 ticket_subject_one_line', 'ticket_subject_one_line holds for an UPDATE');

-- ticket_subject_trimmed: Unicode's white space that is no line's end, and U+200B and U+FEFF
SELECT is(
    (SELECT array_agg(upper(lpad(to_hex(k.code), 4, '0')) ORDER BY k.code)
       FROM (SELECT generate_series(1, 767) UNION SELECT generate_series(5760, 5761) UNION SELECT generate_series(8190, 8294)
             UNION SELECT generate_series(12287, 12289) UNION SELECT generate_series(65278, 65280)) AS k (code)
      WHERE test.with_subject(chr(k.code) || 'a') = '23514 ticket_subject_trimmed'
        AND test.with_subject('a' || chr(k.code)) = '23514 ticket_subject_trimmed'),
    ARRAY['0020', '00A0', '1680', '2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007', '2008', '2009', '200A',
          '200B', '202F', '205F', '3000', 'FEFF'],
    'ticket_subject_trimmed: no white space at either end'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.with_subject(s.subject))
       FROM (VALUES (U&'a\00A0b'), (U&'a \3000\200B b'), (U&'\200Da\200D'), (U&'\2060a'), (U&'\0301')) AS s (subject)),
    ARRAY['allowed'],
    'ticket_subject_trimmed: inside, and what is no white space'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET subject = ''a '' WHERE id = %s', :ticket)),
          '23514 ticket_subject_trimmed', 'ticket_subject_trimmed holds for an UPDATE');

-- ticket_description_length
SELECT is(
    (SELECT array_agg(
                test.refusal(format('UPDATE desk.ticket SET description = repeat(%L, %s) WHERE id = %s', d.of, d.length, :ticket))
                ORDER BY d.length, d.of)
       FROM (VALUES ('x', 0), ('x', 1), ('x', 65536), (U&'\+01F525', 65536)) AS d (of, length)),
    ARRAY['allowed', 'allowed', 'allowed', 'allowed'],
    'ticket_description_length: 0, 1 and 65,536 characters'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET description = repeat(''x'', 65537) WHERE id = %s', :ticket)),
          '23514 ticket_description_length', 'ticket_description_length: 65,537 characters');
SELECT is(
    test.refusal(format('INSERT INTO desk.ticket (client_id, subject, description) VALUES (%s, ''Printer'', repeat(''x'', 65537))', :cleo)),
    '23514 ticket_description_length', 'ticket_description_length holds for an INSERT'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET description = E'' \n\t\u2028 '' WHERE id = %s', :ticket)),
          'allowed', 'a description may have lines and white space');
SELECT is(test.refusal(format('UPDATE desk.ticket SET description = NULL WHERE id = %s', :ticket)),
          '23502 ticket_description_not_null description', 'a description is empty, not NULL');

-- ticket_comment_count_range: what a DBA gives is not even tried, unless the trigger is off
SELECT is(test.refusal(format('UPDATE desk.ticket SET comment_count = 7, last_comment_at = now() WHERE id = %s', :ticket)), 'allowed',
          'who sets the counters');
SELECT is((SELECT concat_ws(' ', t.comment_count, t.last_comment_at) FROM desk.ticket AS t WHERE t.id = :ticket), '0', 'has changed nothing');
ALTER TABLE desk.ticket DISABLE TRIGGER ticket_check;
SELECT is(test.refusal(format('UPDATE desk.ticket SET comment_count = -1 WHERE id = %s', :ticket)),
          '23514 ticket_comment_count_range', 'ticket_comment_count_range: -1');
SELECT is(test.refusal(format('INSERT INTO desk.ticket (client_id, subject, comment_count) VALUES (%s, ''Printer'', -1)', :cleo)),
          '23514 ticket_comment_count_range', 'ticket_comment_count_range holds for an INSERT');
SELECT is(test.refusal(format('UPDATE desk.ticket SET comment_count = 0 WHERE id = %s', :ticket)),
          'allowed', 'ticket_comment_count_range: 0');
SELECT is(test.refusal(format('UPDATE desk.ticket SET comment_count = NULL WHERE id = %s', :ticket)),
          '23502 ticket_comment_count_not_null comment_count', 'a count is a number');
ALTER TABLE desk.ticket ENABLE TRIGGER ticket_check;

-- ticket_client_id_fkey, and what the trigger says before it
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :cleo)),
          '23503 ticket_client_id_fkey', 'ticket_client_id_fkey: a client with a ticket cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :dora)),
          'allowed', 'ticket_client_id_fkey: one without can');
SELECT is(test.refusal('INSERT INTO desk.ticket (client_id, subject, deleted_at) VALUES (0, ''Printer'', now())'),
          '23503 ticket_client_id_fkey', 'ticket_client_id_fkey: not even a deleted ticket is of a client who never was');
SELECT is(test.refusal(format('INSERT INTO desk.ticket (client_id, subject, deleted_at) VALUES (%s, ''Printer'', now())', :gone)),
          'allowed', 'ticket_client_id_fkey: but of a deleted one it may be');
SELECT is(test.refusal('INSERT INTO desk.ticket (subject) VALUES (''Printer'')'),
          '23502 ticket_client_id_not_null client_id', 'a client is needed');

-- ticket_agent_id_fkey
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ada)),
          '23503 ticket_agent_id_fkey', 'ticket_agent_id_fkey: an agent with a ticket cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ben)),
          'allowed', 'ticket_agent_id_fkey: one without can');
SELECT is(
    test.refusal(format('INSERT INTO desk.ticket (client_id, agent_id, subject, deleted_at) VALUES (%s, 0, ''Printer'', now())', :cleo)),
    '23503 ticket_agent_id_fkey', 'ticket_agent_id_fkey: not even a deleted ticket has an agent who never was'
);

-- ticket_times_in_range; the trigger is off, so that last_comment_at can be given
ALTER TABLE desk.ticket DISABLE TRIGGER ticket_check;
SELECT is(
    (SELECT array_agg(DISTINCT test.with_time(f.field, t.time))
       FROM (VALUES ('created_at'), ('deleted_at'), ('last_comment_at')) AS f (field)
       CROSS JOIN (VALUES ('infinity'), ('-infinity'), ('0044-03-15 00:00+00 BC'), ('0001-01-01 23:59:59.999999+00'),
                          ('9999-12-31 00:00+00'), ('10000-01-01 00:00+00'), ('294276-12-31 23:59:59+00')) AS t (time)),
    ARRAY['23514 ticket_times_in_range'],
    'ticket_times_in_range: infinity, before the year 1 and after the year 9999'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.with_time(f.field, t.time))
       FROM (VALUES ('created_at'), ('deleted_at'), ('last_comment_at')) AS f (field)
       CROSS JOIN (VALUES ('0001-01-02 00:00+00'), ('1970-01-01 00:00+00'), ('9999-12-30 23:59:59.999999+00')) AS t (time)),
    ARRAY['allowed'],
    'ticket_times_in_range: the years 1 to 9999'
);
SELECT is(test.refusal(format('UPDATE desk.ticket SET created_at = ''infinity'' WHERE id = %s', :ticket)),
          '23514 ticket_times_in_range', 'ticket_times_in_range holds for an UPDATE');
SELECT is(test.refusal(format('UPDATE desk.ticket SET created_at = NULL WHERE id = %s', :ticket)),
          '23502 ticket_created_at_not_null created_at', 'a time is needed');
ALTER TABLE desk.ticket ENABLE TRIGGER ticket_check;
SET LOCAL ticketfirst.clock = 'infinity';
SELECT is(test.refusal(format('UPDATE desk.ticket SET description = ''Later'' WHERE id = %s', :ticket)),
          '23514 ticket_times_in_range', 'ticket_times_in_range holds for updated_at, which the clock gives');
SELECT is(test.with_subject('Printer'), '23514 ticket_times_in_range', 'and for a new ticket');
SET LOCAL ticketfirst.clock = '';

-- what a new row has by itself
INSERT INTO desk.ticket (client_id, subject, version, updated_at)
VALUES (:cleo, 'Printer', 7, '2001-01-01 00:00+00') RETURNING id AS fresh \gset
SELECT is(
    (SELECT to_jsonb(t) - 'subject_key' FROM desk.ticket AS t WHERE t.id = :fresh),
    jsonb_build_object(
        'id', :fresh, 'subject', 'Printer', 'description', '', 'client_id', :cleo, 'agent_id', NULL, 'team_id', NULL, 'comment_count', 0,
        'last_comment_at', NULL, 'version', 1, 'created_at', now(), 'updated_at', now(), 'deleted_at', NULL
    ),
    'a new ticket''s defaults; version and updated_at are nobody''s to choose'
);
SELECT is(test.refusal('TRUNCATE desk.ticket CASCADE'), 'TF403 truncate_refused', 'the table is not truncated');

-- who may touch the table
SELECT table_privs_are('desk', 'ticket', 'ticketfirst_api', ARRAY['INSERT', 'SELECT', 'UPDATE'], 'the public functions may not purge');
SELECT table_privs_are('desk', 'ticket', 'ticketfirst_gateway', ARRAY[]::text[], 'the gateway may not touch the table');
SELECT table_privs_are('desk', 'ticket', 'ticketfirst_service', ARRAY[]::text[], 'neither may services');
SELECT policies_are('desk', 'ticket', ARRAY['ticket_create', 'ticket_owner', 'ticket_read', 'ticket_update'], 'its policies');
SELECT is(
    (SELECT ARRAY[c.relrowsecurity, c.relforcerowsecurity] FROM pg_class AS c WHERE c.oid = 'desk.ticket'::regclass),
    ARRAY[true, true], 'row security is on, for the owner too'
);

SELECT * FROM finish();
ROLLBACK;
