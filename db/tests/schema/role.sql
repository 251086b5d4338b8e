BEGIN;
SELECT plan(15);

SELECT is((SELECT jsonb_object_agg(r.kind, r.names) FROM (
              SELECT k.kind, array_agg(k.name ORDER BY k.name COLLATE "C") AS names FROM desk.role AS k GROUP BY k.kind
          ) AS r),
          '{"agent": ["admin", "agent", "lead"], "client": ["client"], "service": ["importer", "monitor", "portal"]}'::jsonb,
          'the roles that a new database has');
SELECT is(test.refusal(format('INSERT INTO desk.role (name, kind, explanation) VALUES (%L, %L, %L)', v.name, v.kind, v.text)),
          v.refusal, v.what || ': ' || v.refusal)
  FROM (VALUES
        ('chatbot', 'service', 'X', 'a DBA''s own', 'allowed'), ('chatbot', 'service', 'X', 'again', '23505 role_pkey'),
        ('a', 'service', 'X', 'a name of 1 character', 'allowed'),
        (repeat('a', 63), 'service', 'X', 'a name of 63 characters', 'allowed'),
        (repeat('a', 64), 'service', 'X', 'a name of 64 characters', '23514 role_name_shape'),
        ('', 'service', 'X', 'a name of none', '23514 role_name_shape'),
        ('Bot', 'service', 'X', 'a capital letter', '23514 role_name_shape'),
        ('2bot', 'service', 'X', 'a digit before all', '23514 role_name_shape'),
        ('bot_2', 'service', 'X', 'a digit behind', 'allowed'),
        (E'bot\n', 'service', 'X', 'two lines', '23514 role_name_shape'),
        ('x', 'robot', 'X', 'another kind', '23514 role_kind_known'),
        (NULL, 'service', 'X', 'no name', '23502 role_name_not_null name'),
        ('x', NULL, 'X', 'no kind', '23502 role_kind_not_null kind'),
        ('x', 'service', NULL, 'no explanation', '23502 role_explanation_not_null explanation'))
    AS v (name, kind, text, what, refusal);

SELECT * FROM finish();
ROLLBACK;
