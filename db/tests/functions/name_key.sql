BEGIN;
SELECT plan(8);

SELECT test.organisation('ACME Õun', false) AS organisation, test.team('First LINE') AS team,
       test.service('Shop 24', 'portal') AS service \gset

SELECT is((SELECT o.name_key FROM desk.organisation AS o WHERE o.id = :organisation), 'acme Õun',
          'the key of an organisation is its name, ASCII letters in lower case');
SELECT is((SELECT t.name_key FROM desk.team AS t WHERE t.id = :team), 'first line', 'and a team''s');
SELECT is((SELECT s.name_key FROM desk.service AS s WHERE s.id = :service), 'shop 24', 'and a service''s');
UPDATE desk.organisation SET name = 'Bow' WHERE id = :organisation;
SELECT is((SELECT o.name_key FROM desk.organisation AS o WHERE o.id = :organisation), 'bow', 'it follows the name');
UPDATE desk.organisation SET name_key = 'other' WHERE id = :organisation;
SELECT is((SELECT o.name_key || ' ' || o.version FROM desk.organisation AS o WHERE o.id = :organisation), 'bow 2',
          'and nothing else: who sets it changes nothing');
INSERT INTO desk.organisation (name, name_key) VALUES ('Case', 'no case');
SELECT is((SELECT o.name_key FROM desk.organisation AS o WHERE o.name = 'Case'), 'case', 'on insert neither');
SELECT is(test.refusal($$INSERT INTO desk.organisation (name) VALUES ('BOW')$$), '23505 organisation_name_unique',
          'two live ones have not the same');
SELECT is(test.refusal('INSERT INTO desk.organisation (name) VALUES (NULL)'), '23502 organisation_name_not_null name',
          'without a name it is the name that is missing');

SELECT * FROM finish();
ROLLBACK;
