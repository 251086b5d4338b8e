BEGIN;
SELECT plan(5);

SELECT is(tsvector_to_array(internal.team_words(7, array_to_tsvector(ARRAY['screen', 'it''s', E'a\\b', '''', '"|&!:*()<->']))),
          tsvector_to_array(array_to_tsvector(ARRAY[' 7 screen', ' 7 it''s', E' 7 a\\b', ' 7 ''', ' 7 "|&!:*()<->'])), 'each word has the team before it');
SELECT is(internal.team_words(0, ''), '', 'no words, none with a team');
SELECT is(internal.team_words(NULL, 'screen'), NULL, 'NULL is no team');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.team_words'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT internal.team_words(7, 'a')$$), '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
