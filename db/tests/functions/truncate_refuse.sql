BEGIN;
SELECT plan(9);

-- All locks at once or none, so that this test and another one that runs meanwhile do not wait for each other.
DO $$
BEGIN
    LOOP
        BEGIN
            LOCK TABLE desk.agent, desk.client, desk.ticket, desk.comment, desk.api_token, desk.idempotency_key,
                       desk.database_role, desk.event IN ACCESS EXCLUSIVE MODE NOWAIT;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.005);
        END;
    END LOOP;
END;
$$;
INSERT INTO desk.agent (name, email) VALUES ('Ada', 'ada@desk.example') RETURNING id AS ada \gset
INSERT INTO desk.client (name, email) VALUES ('Cleo', 'cleo@client.example') RETURNING id AS cleo \gset

SELECT is(test.refusal('TRUNCATE ' || v.tables), 'TF403 truncate_refused', 'refuses TRUNCATE ' || v.tables)
  FROM (VALUES ('desk.comment'), ('desk.ticket CASCADE'), ('desk.client CASCADE'), ('desk.agent CASCADE'),
               ('desk.ticket, desk.comment RESTART IDENTITY'))
    AS v (tables);
SELECT throws_ok('TRUNCATE desk.comment', 'TF403', 'table desk.comment is journalled and cannot be truncated',
                 'and says which table');
SET LOCAL ROLE ticketfirst_owner;
SELECT is(test.refusal('TRUNCATE desk.comment'), 'TF403 truncate_refused', 'refuses the owner too');
RESET ROLE;
SELECT is((SELECT a.name FROM desk.agent AS a WHERE a.id = :ada), 'Ada', 'all rows are there');
DELETE FROM desk.client WHERE id = :cleo;
SELECT is((SELECT count(*) FROM desk.client AS c WHERE c.id = :cleo), 0::bigint, 'DELETE is allowed');

SELECT * FROM finish();
ROLLBACK;
