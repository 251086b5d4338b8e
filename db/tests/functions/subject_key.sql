BEGIN;
SELECT plan(9);

SELECT test.client('Cleo') AS cleo, test.agent('Ada') AS ada \gset
SELECT test.team('Here', :ada) AS here, test.ticket(:cleo, subject => 'The Printer, the Änderung') AS ticket \gset
CREATE FUNCTION pg_temp.lexemes(id bigint) RETURNS text LANGUAGE sql AS $$
    SELECT array_to_string(tsvector_to_array(t.subject_key), ',') FROM desk.ticket AS t WHERE t.id = lexemes.id
$$;

SELECT is(pg_temp.lexemes(:ticket), ' 0 printer, 0 the, 0 änderung,printer,the,änderung', 'the key has the words of the subject, alone and with 0 for no team');
SELECT is((SELECT t.subject_key = strip(t.subject_key) FROM desk.ticket AS t WHERE t.id = :ticket), true, 'but not where they stand');
UPDATE desk.ticket SET subject = 'Screen' WHERE id = :ticket;
SELECT is(pg_temp.lexemes(:ticket), ' 0 screen,screen', 'it follows the subject');
UPDATE desk.ticket SET team_id = :here WHERE id = :ticket;
SELECT is(pg_temp.lexemes(:ticket), ' ' || :here || ' screen,screen', 'and the team');
UPDATE desk.ticket SET subject_key = 'other' WHERE id = :ticket;
SELECT is((SELECT pg_temp.lexemes(t.id) || ' ' || t.version FROM desk.ticket AS t WHERE t.id = :ticket), ' ' || :here || ' screen,screen 3',
          'and nothing else: who sets it changes nothing');
INSERT INTO desk.ticket (client_id, subject, subject_key) VALUES (:cleo, 'Case', 'other');
SELECT is((SELECT pg_temp.lexemes(t.id) FROM desk.ticket AS t WHERE t.subject = 'Case'), ' 0 case,case', 'on insert neither');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.entity = 'ticket' AND e.changes ? 'subject_key'), 0::bigint, 'the journal has it not');
SELECT is(
    (SELECT count(*)
       FROM (SELECT chr(c.c) || 'a' || chr(c.c) || '1 <b ' || chr(c.c) || '> http://x.example/ ' || chr(c.c) AS subject
               FROM generate_series(32, 1500) AS c (c)) AS s
      WHERE array_to_string(tsvector_to_array(to_tsvector('simple', s.subject)), ',') ~ ' '),
    0::bigint, 'no word has a space'
);
SELECT is(test.refusal(format('INSERT INTO desk.ticket (client_id, subject) VALUES (%s, NULL)', :cleo)), '23502 ticket_subject_not_null subject',
          'without a subject it is the subject that is missing');

SELECT * FROM finish();
ROLLBACK;
