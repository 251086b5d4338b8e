BEGIN;
SELECT plan(49);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo, test.client('Dora') AS dora \gset
SELECT test.ticket(:cleo) AS ticket, test.ticket(:cleo) AS empty \gset
SELECT test.comment(:ticket, :ada) AS comment \gset

-- Every rule is tried as a superuser, straight at the table: it holds for a DBA too.
CREATE FUNCTION test.with_body(body text) RETURNS text LANGUAGE sql AS $$
    SELECT test.refusal(format(
        'INSERT INTO desk.comment (ticket_id, author_agent_id, body) SELECT min(t.id), min(a.id), %L FROM desk.ticket AS t, desk.agent AS a',
        with_body.body
    ));
$$;
CREATE FUNCTION test.with_time(field text, value text) RETURNS text LANGUAGE sql AS $$
    SELECT test.refusal(format(
        'INSERT INTO desk.comment (ticket_id, author_agent_id, body, %I) SELECT min(t.id), min(a.id), %L, %L FROM desk.ticket AS t, desk.agent AS a',
        with_time.field, 'On my way', with_time.value
    ));
$$;

-- comment_pkey and the identity
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (id, ticket_id, author_agent_id, body) VALUES (%s, %s, %s, ''Hello'')', :comment + 1000000, :ticket, :ada)),
    '428C9', 'the id is the table''s own'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (id, ticket_id, author_agent_id, body) OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, ''Hello'')', :comment, :ticket, :ada)),
    '23505 comment_pkey', 'comment_pkey: no second comment with the same id'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (id, ticket_id, author_agent_id, body) OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, ''Hello'')', :comment + 1000000, :ticket, :ada)),
    'allowed', 'comment_pkey: another id'
);
UPDATE desk.comment SET id = DEFAULT WHERE id = :comment;
SELECT is((SELECT count(*) FROM desk.comment WHERE id = :comment), 1::bigint, 'an UPDATE leaves the id as it is');

-- comment_body_length
SELECT is(test.with_body(''), '23514 comment_body_length', 'comment_body_length: 0 characters');
SELECT is(test.with_body('x'), 'allowed', 'comment_body_length: 1 character');
SELECT is(test.with_body(repeat('x', 200)), 'allowed', 'comment_body_length: 200 characters');
SELECT is(test.with_body(repeat('x', 201)), 'allowed', 'comment_body_length: 201 characters');
SELECT is(test.with_body(repeat('x', 65536)), 'allowed', 'comment_body_length: 65,536 characters');
SELECT is(test.with_body(repeat('x', 65537)), '23514 comment_body_length', 'comment_body_length: 65,537 characters');
SELECT is(test.with_body(repeat(U&'\+01F525', 65536)), 'allowed', 'comment_body_length: 65,536 characters of four bytes');
SELECT is(test.with_body(repeat(U&'\+01F525', 65537)), '23514 comment_body_length',
          'comment_body_length: 65,537 characters of four bytes');
SELECT is(test.refusal(format('UPDATE desk.comment SET body = '''' WHERE id = %s', :comment)),
          '23514 comment_body_length', 'comment_body_length holds for an UPDATE');
SELECT is(test.refusal(format('UPDATE desk.comment SET body = NULL WHERE id = %s', :comment)),
          '23502 comment_body_not_null body', 'a body is needed');

-- comment_body_trimmed: Unicode's white space, and U+200B and U+FEFF
SELECT is(
    (SELECT array_agg(upper(lpad(to_hex(k.code), 4, '0')) ORDER BY k.code)
       FROM (SELECT generate_series(1, 767) UNION SELECT generate_series(5760, 5761) UNION SELECT generate_series(8190, 8294)
             UNION SELECT generate_series(12287, 12289) UNION SELECT generate_series(65278, 65280)) AS k (code)
      WHERE test.with_body(chr(k.code) || 'a') = '23514 comment_body_trimmed'
        AND test.with_body('a' || chr(k.code)) = '23514 comment_body_trimmed'),
    ARRAY['0009', '000A', '000B', '000C', '000D', '0020', '0085', '00A0', '1680', '2000', '2001', '2002', '2003', '2004', '2005',
          '2006', '2007', '2008', '2009', '200A', '200B', '2028', '2029', '202F', '205F', '3000', 'FEFF'],
    'comment_body_trimmed: no white space at either end'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.with_body(b.body))
       FROM (VALUES (E'a\n\n\tb'), (E'a\r\nb'), (U&'a\2028b\00A0\3000c'), (U&'\200Da\200D'), (U&'\2060a'), (E'\u0001\u001f')) AS b (body)),
    ARRAY['allowed'],
    'comment_body_trimmed: inside, and what is no white space'
);
SELECT is(test.refusal(format('UPDATE desk.comment SET body = E''a\n'' WHERE id = %s', :comment)),
          '23514 comment_body_trimmed', 'comment_body_trimmed holds for an UPDATE');

-- comment_visibility_known
SELECT is(
    (SELECT array_agg(test.refusal(format('UPDATE desk.comment SET visibility = %L WHERE id = %s', v.visibility, :comment)) ORDER BY v.visibility)
       FROM (VALUES ('internal'), ('public')) AS v (visibility)),
    ARRAY['allowed', 'allowed'], 'comment_visibility_known: internal and public'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('UPDATE desk.comment SET visibility = %L WHERE id = %s', v.visibility, :comment)))
       FROM (VALUES (''), ('Public'), ('public '), ('private'), ('internal,public')) AS v (visibility)),
    ARRAY['23514 comment_visibility_known'], 'comment_visibility_known: nothing else'
);
SELECT is(test.refusal(format('UPDATE desk.comment SET visibility = NULL WHERE id = %s', :comment)),
          '23502 comment_visibility_not_null visibility', 'a visibility is needed');

-- comment_author_one and comment_client_public
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, body) VALUES (%s, ''Hello'')', :ticket)),
    '23514 comment_author_one', 'comment_author_one: no author'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, author_agent_id, author_client_id, body) VALUES (%s, %s, %s, ''Hello'')', :ticket, :ada, :cleo)),
    '23514 comment_author_one', 'comment_author_one: two authors'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES (%s, %s, ''Hello'')', :ticket, :ada)),
    'allowed', 'comment_author_one: an agent'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (%s, %s, ''Hello'')', :ticket, :cleo)),
    'allowed', 'comment_author_one: a client; comment_client_public: in public'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, author_client_id, body, visibility) VALUES (%s, %s, ''Hello'', ''internal'')', :ticket, :cleo)),
    '23514 comment_client_public', 'comment_client_public: not internally'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility) VALUES (%s, %s, ''Hello'', ''internal'')', :ticket, :ada)),
    'allowed', 'comment_client_public: an agent may'
);
SELECT is(test.refusal(format('UPDATE desk.comment SET author_agent_id = NULL WHERE id = %s', :comment)),
          '23514 comment_author_one', 'comment_author_one holds for an UPDATE');
SELECT is(
    test.refusal(format('UPDATE desk.comment SET author_agent_id = NULL, author_client_id = %s, visibility = ''internal'' WHERE id = %s', :cleo, :comment)),
    '23514 comment_client_public', 'comment_client_public holds for an UPDATE'
);

-- comment_ticket_id_fkey
SELECT is(test.refusal(format('DELETE FROM desk.ticket WHERE id = %s', :ticket)),
          '23503 comment_ticket_id_fkey', 'comment_ticket_id_fkey: a ticket with comments cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.ticket WHERE id = %s', :empty)),
          'allowed', 'comment_ticket_id_fkey: one without can');
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES (0, %s, ''Hello'')', :ada)),
    '23503 comment_ticket_id_fkey', 'comment_ticket_id_fkey: a ticket that never was has no comments'
);
SELECT is(
    test.refusal(format('INSERT INTO desk.comment (author_agent_id, body) VALUES (%s, ''Hello'')', :ada)),
    '23502 comment_ticket_id_not_null ticket_id', 'a ticket is needed'
);

-- comment_author_agent_id_fkey, comment_author_client_id_fkey; that an author is there at all is what trigger comment_check says first
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ada)),
          '23503 comment_author_agent_id_fkey', 'comment_author_agent_id_fkey: an agent who wrote cannot be purged');
SELECT is(test.refusal(format('DELETE FROM desk.agent WHERE id = %s', :ben)),
          'allowed', 'comment_author_agent_id_fkey: one who did not can');
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:ticket, :cleo, 'Hello');
UPDATE desk.ticket SET client_id = :dora WHERE id IN (:ticket, :empty);
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :cleo)),
          '23503 comment_author_client_id_fkey', 'comment_author_client_id_fkey: a client who wrote cannot be purged');
DELETE FROM desk.comment WHERE author_client_id = :cleo;
SELECT is(test.refusal(format('DELETE FROM desk.client WHERE id = %s', :cleo)),
          'allowed', 'comment_author_client_id_fkey: one who did not can');

-- comment_times_in_range
SELECT is(
    (SELECT array_agg(DISTINCT test.with_time(f.field, t.time))
       FROM (VALUES ('created_at'), ('deleted_at')) AS f (field)
       CROSS JOIN (VALUES ('infinity'), ('-infinity'), ('0044-03-15 00:00+00 BC'), ('0001-01-01 23:59:59.999999+00'),
                          ('9999-12-31 00:00+00'), ('10000-01-01 00:00+00'), ('294276-12-31 23:59:59+00')) AS t (time)),
    ARRAY['23514 comment_times_in_range'],
    'comment_times_in_range: infinity, before the year 1 and after the year 9999'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.with_time(f.field, t.time))
       FROM (VALUES ('created_at'), ('deleted_at')) AS f (field)
       CROSS JOIN (VALUES ('0001-01-02 00:00+00'), ('1970-01-01 00:00+00'), ('9999-12-30 23:59:59.999999+00')) AS t (time)),
    ARRAY['allowed'],
    'comment_times_in_range: the years 1 to 9999'
);
SELECT is(test.refusal(format('UPDATE desk.comment SET created_at = ''-infinity'' WHERE id = %s', :comment)),
          '23514 comment_times_in_range', 'comment_times_in_range holds for an UPDATE');
SELECT is(test.refusal(format('UPDATE desk.comment SET created_at = NULL WHERE id = %s', :comment)),
          '23502 comment_created_at_not_null created_at', 'a time is needed');
SET LOCAL ticketfirst.clock = '10000-01-01 00:00+00';
SELECT is(test.refusal(format('UPDATE desk.comment SET body = ''Later'' WHERE id = %s', :comment)),
          '23514 comment_times_in_range', 'comment_times_in_range holds for updated_at, which the clock gives');
SELECT is(test.with_body('Hello'), '23514 comment_times_in_range', 'and for a new comment');
SET LOCAL ticketfirst.clock = '';

-- what a new row has by itself
INSERT INTO desk.comment (ticket_id, author_agent_id, body, version, updated_at)
VALUES (:ticket, :ada, 'Hello', 7, '2001-01-01 00:00+00') RETURNING id AS fresh \gset
SELECT is(
    (SELECT to_jsonb(t) FROM desk.comment AS t WHERE t.id = :fresh),
    jsonb_build_object(
        'id', :fresh, 'ticket_id', :ticket, 'author_agent_id', :ada, 'author_client_id', NULL, 'body', 'Hello',
        'visibility', 'public', 'version', 1, 'created_at', now(), 'updated_at', now(), 'deleted_at', NULL
    ),
    'a new comment''s defaults; version and updated_at are nobody''s to choose'
);
SELECT is(test.refusal('TRUNCATE desk.comment'), 'TF403 truncate_refused', 'the table is not truncated');

-- who may touch the table
SELECT table_privs_are('desk', 'comment', 'ticketfirst_api', ARRAY['INSERT', 'SELECT', 'UPDATE'], 'the public functions may not purge');
SELECT table_privs_are('desk', 'comment', 'ticketfirst_gateway', ARRAY[]::text[], 'the gateway may not touch the table');
SELECT table_privs_are('desk', 'comment', 'ticketfirst_service', ARRAY[]::text[], 'neither may services');
SELECT policies_are('desk', 'comment', ARRAY['comment_create', 'comment_owner', 'comment_read', 'comment_update'], 'its policies');
SELECT is(
    (SELECT ARRAY[c.relrowsecurity, c.relforcerowsecurity] FROM pg_class AS c WHERE c.oid = 'desk.comment'::regclass),
    ARRAY[true, true], 'row security is on, for the owner too'
);

SELECT * FROM finish();
ROLLBACK;
