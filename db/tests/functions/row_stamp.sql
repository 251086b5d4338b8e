BEGIN;
SELECT plan(8);

SELECT test.agent('Ada') AS ada \gset
INSERT INTO desk.client (name, email, version, created_at, updated_at)
VALUES ('Cleo', 'cleo@client.example', 7, '2012-05-01 08:00:00+00', '2013-05-01 08:00:00+00')
RETURNING id AS cleo \gset
SELECT is((SELECT row(c.version, c.created_at, c.updated_at) FROM desk.client AS c WHERE c.id = :cleo),
          row(1, '2012-05-01 08:00:00+00'::timestamptz, '2012-05-01 08:00:00+00'::timestamptz),
          'a new row has version 1 and last changed when it was made, whatever was given');

SELECT set_config('ticketfirst.clock', '2014-05-01 08:00:00+00', true);
UPDATE desk.client SET name = name, email = email, active = active WHERE id = :cleo;
SELECT is((SELECT row(c.version, c.updated_at) FROM desk.client AS c WHERE c.id = :cleo),
          row(1, '2012-05-01 08:00:00+00'::timestamptz), 'an update that changes nothing leaves it so');
UPDATE desk.client SET version = 5, updated_at = now() WHERE id = :cleo;
SELECT is((SELECT row(c.version, c.updated_at) FROM desk.client AS c WHERE c.id = :cleo),
          row(1, '2012-05-01 08:00:00+00'::timestamptz), 'one of the stamps alone too');
UPDATE desk.client SET name = 'Clio', version = 5, updated_at = now() WHERE id = :cleo;
SELECT is((SELECT row(c.name, c.version, c.updated_at) FROM desk.client AS c WHERE c.id = :cleo),
          row('Clio'::text, 2, '2014-05-01 08:00:00+00'::timestamptz),
          'a change counts one, and is dated by the clock');
UPDATE desk.client SET deleted_at = now() WHERE id = :cleo;
SELECT is((SELECT c.version FROM desk.client AS c WHERE c.id = :cleo), 3, 'a deletion is a change');
UPDATE desk.client SET created_at = '2011-05-01 08:00:00+00' WHERE id = :cleo;
SELECT is((SELECT row(c.version, c.created_at) FROM desk.client AS c WHERE c.id = :cleo),
          row(4, '2011-05-01 08:00:00+00'::timestamptz), 'so is another time of making');

SELECT is(
    (SELECT array_agg(t.tgrelid::regclass::text ORDER BY t.tgrelid::regclass::text) FROM pg_trigger AS t
      WHERE t.tgfoid = 'internal.row_stamp()'::regprocedure AND t.tgtype = 1 | 2 | 4 | 16 AND t.tgenabled = 'O'),
    ARRAY['desk.agent', 'desk.api_token', 'desk.client', 'desk.comment', 'desk.organisation', 'desk.service', 'desk.team',
          'desk.ticket'],
    'it stamps every row of every table that has a version, before insert and update'
);
SELECT is(
    (SELECT array_agg(a.attrelid::regclass::text ORDER BY a.attrelid::regclass::text)
       FROM pg_attribute AS a JOIN pg_class AS c ON a.attrelid = c.oid
      WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind = 'r' AND a.attname = 'updated_at'),
    ARRAY['desk.agent', 'desk.api_token', 'desk.client', 'desk.comment', 'desk.organisation', 'desk.service', 'desk.team',
          'desk.ticket'],
    'which are these'
);

SELECT * FROM finish();
ROLLBACK;
