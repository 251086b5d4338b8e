BEGIN;
SELECT plan(17);

SELECT is(test.refusal(format('INSERT INTO desk.rule (name, sqlstate, explanation) VALUES (%L, %L, %L)',
                              v.name, v.sqlstate, v.explanation)),
          v.refusal, format('rule %s, SQLSTATE %s, %s: %s',
                            to_json(coalesce(v.name, 'NULL')), coalesce(v.sqlstate, 'NULL'),
                            coalesce(v.explanation, 'NULL'), v.refusal))
  FROM (VALUES
        ('a', 'TF400', 'Why', 'allowed'),
        ('a_1_b', '28000', 'Why', 'allowed'),
        ('a', 'TF400', 'Why', '23505 rule_pkey'),
        ('', 'TF400', 'Why', '23514 rule_name_shape'),
        ('A', 'TF400', 'Why', '23514 rule_name_shape'),
        ('1a', 'TF400', 'Why', '23514 rule_name_shape'),
        ('a-b', 'TF400', 'Why', '23514 rule_name_shape'),
        (E'a\n', 'TF400', 'Why', '23514 rule_name_shape'),
        ('b', 'TF40', 'Why', '23514 rule_sqlstate_shape'),
        ('b', 'TF4000', 'Why', '23514 rule_sqlstate_shape'),
        ('b', 'tf400', 'Why', '23514 rule_sqlstate_shape'),
        (NULL, 'TF400', 'Why', '23502 rule_name_not_null name'),
        ('b', NULL, 'Why', '23502 rule_sqlstate_not_null sqlstate'),
        ('b', 'TF400', NULL, '23502 rule_explanation_not_null explanation'))
    AS v (name, sqlstate, explanation, refusal);
SELECT is((SELECT r.sqlstate FROM desk.rule AS r WHERE r.name = 'ticket_not_found'), 'TF404', 'the rules are deployed');
SELECT is_empty(
    $$SELECT r.name FROM desk.rule AS r
       WHERE r.sqlstate !~ '^(TF(400|401|403|404|409|412|422|428|429)|28000)$'$$,
    'each with an SQLSTATE that means an HTTP status'
);
SELECT is_empty(
    $$SELECT r.name FROM desk.rule AS r JOIN pg_constraint AS c ON r.name = c.conname
       WHERE c.connamespace = 'desk'::regnamespace$$,
    'and none has the name of a constraint'
);

SELECT * FROM finish();
ROLLBACK;
