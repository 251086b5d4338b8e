BEGIN;
SELECT plan(21);

SELECT test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo, subject => 'Printer on fire') AS fire, test.ticket(:cleo, subject => 'The printer prints, slowly') AS slow,
       test.ticket(:cleo, subject => 'FIRE in the Printer') AS deleted, test.ticket(:cleo, subject => 'Änderung für Zoë, 東京') AS abroad \gset
UPDATE desk.ticket SET deleted_at = now() WHERE id = :deleted;

SET LOCAL ROLE ticketfirst_api;
SELECT is(
    (SELECT array_agg(ARRAY(SELECT i.id FROM unnest(internal.ticket_search(w.words, NULL, 1, 26)) AS i (id) ORDER BY i.id)::text ORDER BY w.n)
       FROM (VALUES (1, 'printer'), (2, 'fire printer'), (3, 'PRINTER the'), (4, 'print'), (5, 'prints'), (6, 'fire slowly'), (7, 'änderung ZOË'),
                    (8, '東京'), (9, 'nowhere')) AS w (n, words)),
    ARRAY[ARRAY[:fire, :slow, :deleted]::text, ARRAY[:fire, :deleted]::text, ARRAY[:slow, :deleted]::text, '{}', ARRAY[:slow]::text, '{}',
          ARRAY[:abroad]::text, ARRAY[:abroad]::text, '{}'],
    'all words, whole ones as they stand, in any order and case, of live and deleted tickets'
);
SELECT is(
    (SELECT array_agg(internal.ticket_search(w.words, NULL, 1, 26)::text)
       FROM (VALUES (''), (' '), ('!'), ('''"\&|:*()<->'), (E'\n'), (NULL)) AS w (words)),
    array_fill('{}'::text, ARRAY[6]), 'without a word none is found'
);
SELECT is(ARRAY(SELECT i.id FROM unnest(internal.ticket_search('printer & !fire | :* "fire"', NULL, 1, 26)) AS i (id) ORDER BY i.id), ARRAY[:fire, :deleted]::bigint[],
          'signs are no operators');
RESET ROLE;
SELECT test.agent('Ada') AS ada \gset
SELECT test.team('Here', :ada) AS here, test.team('There', :ada) AS there \gset
INSERT INTO desk.ticket (client_id, team_id, subject)
SELECT :cleo, CASE WHEN n > 100 THEN :here END, 'Common ' || n || CASE WHEN n <= 360 THEN ' many' ELSE '' END FROM generate_series(1, 1100) AS n;
SET LOCAL ROLE ticketfirst_api;
-- below 10,000 tickets those count as many: the square root of 10,000 * 26 / 2 is 361, of 10,000 * 26 / 2 / 4 180
SELECT is((SELECT count(DISTINCT i.id) FROM unnest(internal.ticket_search('many', NULL, 1, 26)) AS i (id)), 360::bigint, 'up to so many tickets are found');
SELECT is(num_nonnulls(internal.ticket_search('common', NULL, 1, 26), internal.ticket_search('many', NULL, 4, 26), internal.ticket_search('many', NULL, 1, 25)),
          0, 'for more the answer is NULL: the more parts and the shorter the page, the sooner');
SELECT is(cardinality(internal.ticket_search('common many', NULL, 1, 1000)), 360, 'a longer page has more');
SELECT is(cardinality(internal.ticket_search('common 1100', NULL, 1, 26)), 1, 'unless another word is rare');
SELECT is(ARRAY[cardinality(internal.ticket_search('many', '{0}', 1, 26)), cardinality(internal.ticket_search('many', ARRAY[:here], 1, 26)),
                cardinality(internal.ticket_search('many', ARRAY[0, :here, :there], 1, 26)), cardinality(internal.ticket_search('common', ARRAY[:there], 1, 26)),
                cardinality(internal.ticket_search('printer', ARRAY[:here, :there], 1, 26)), cardinality(internal.ticket_search('printer', '{}', 1, 26))],
          ARRAY[100, 260, 360, 0, 0, 0], 'of these teams alone');
SELECT is(cardinality(internal.ticket_search('0', NULL, 1, 26)) + cardinality(internal.ticket_search(' ' || :here || ' common', NULL, 1, 26)), 1, 'a team is no word');
RESET ROLE;

-- several words, and signs in them, of a team
SELECT test.ticket(:cleo, subject => 'http://x.example/it''s?a&b -5 1.5e3 a@b.example a-b | !c :* "d" (e) \f ''g''') AS odd,
       test.ticket(:cleo, subject => 'Fire alarm') AS alarm \gset
UPDATE desk.ticket SET team_id = :there WHERE id IN (:odd, :alarm);
UPDATE desk.ticket SET team_id = :here WHERE id = :slow;
SET LOCAL ROLE ticketfirst_api;
SELECT is(cardinality(internal.ticket_search('1100 common', ARRAY[0, :here], 1, 26)) || ',' || cardinality(internal.ticket_search('1100 common', ARRAY[0, :there], 1, 26))
          || ',' || cardinality(internal.ticket_search('many 1100', ARRAY[:here], 1, 26)), '1,0,0', 'all of several words');
SELECT is(internal.ticket_search('slowly fire', ARRAY[:here, :there], 1, 26), '{}'::bigint [], 'and of one ticket, not one word here and one there');
SELECT is(
    (SELECT internal.ticket_search(t.subject, ARRAY[:here, :there], 1, 26) FROM desk.ticket AS t WHERE t.id = :odd), ARRAY[:odd]::bigint [],
    'signs are no operators with a team, either'
);
SELECT is(internal.ticket_search('fire', ARRAY(SELECT generate_series(:there, :there + 128)), 1, 26), ARRAY[:alarm]::bigint [], 'of many teams, too');
SELECT is(internal.ticket_search('fire', ARRAY[NULL]::bigint [], 1, 26), '{}'::bigint [], 'of a team that cannot be, none');
RESET ROLE;

-- what api.ticket_list makes of it
SELECT is((SELECT count(*) FROM api.ticket_list(subject => 'many', row_limit => 1000, sort => '-id')), 360::bigint, 'the list goes by the ids');
SELECT is(
    (SELECT array_agg(l.subject) FROM api.ticket_list(subject => 'COMMON', row_limit => 3, sort => 'id') AS l),
    ARRAY['Common 1 many', 'Common 2 many', 'Common 3 many'], 'or, where there are too many, by the words'
);
SELECT is(
    (SELECT count(*) FROM api.ticket_list(client_id => :cleo, unassigned => true, subject => 'common', created_after => now() - interval '1 day', row_limit => 1000)),
    1000::bigint, 'with other filters too'
);
UPDATE desk.ticket SET agent_id = :ada WHERE id IN (SELECT t.id FROM desk.ticket AS t WHERE t.subject LIKE 'Common%' ORDER BY t.id DESC LIMIT 2);
SELECT is((SELECT count(*) FROM api.ticket_list(agent_id => :ada, subject => 'common')), 2::bigint, 'however few are left');
SELECT ok((SELECT p.prosecdef AND pg_get_userbyid(p.proowner) = 'ticketfirst_owner' FROM pg_proc AS p WHERE p.oid = 'internal.ticket_search'::regproc),
          'it runs as the owner');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_search'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.ticket_search(''printer'', NULL, 1, 1)'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
