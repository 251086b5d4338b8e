BEGIN;
SELECT plan(7);

SELECT test.agent('Ada') AS ada, test.client('Cleo') AS cleo \gset
UPDATE desk.agent SET name = 'ADA Ärger', email = 'ADA@Desk.EXAMPLE' WHERE id = :ada;
SELECT is((SELECT ARRAY[a.name_key, a.email_key] FROM desk.agent AS a WHERE a.id = :ada), ARRAY['ada Ärger', 'ada@desk.example'],
          'the keys of an agent are in lower case, as far as ASCII goes');
SELECT is((SELECT a.name FROM desk.agent AS a WHERE a.id = :ada), 'ADA Ärger', 'the name stays as it is');
UPDATE desk.client SET name = 'CLEO' WHERE id = :cleo;
SELECT is((SELECT c.name_key FROM desk.client AS c WHERE c.id = :cleo), 'cleo', 'those of a client follow a change');
UPDATE desk.client SET name_key = 'other', email_key = 'other' WHERE id = :cleo;
SELECT is((SELECT ARRAY[c.name_key, c.email_key, c.version::text] FROM desk.client AS c WHERE c.id = :cleo),
          ARRAY['cleo', 'cleo@client.example', '2'], 'and cannot be set to anything else');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.changes ?| ARRAY['name_key', 'email_key']), 0::bigint, 'the journal leaves them out');
INSERT INTO desk.client (name, email, name_key, email_key) VALUES ('Dora', 'DORA@client.example', 'x', 'y');
SELECT is((SELECT c.email_key FROM desk.client AS c WHERE c.name = 'Dora'), 'dora@client.example', 'nor when a row is made');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.person_key'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_owner'],
    'its owner alone may execute it'
);

SELECT * FROM finish();
ROLLBACK;
