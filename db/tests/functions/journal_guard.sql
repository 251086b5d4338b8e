BEGIN;
SELECT plan(33);

-- TRUNCATE waits for whoever writes, so this test waits for them now, while nobody waits for it.
LOCK TABLE desk.event IN ACCESS EXCLUSIVE MODE;

CREATE ROLE journal_guard_deployer LOGIN;
GRANT ticketfirst_owner TO journal_guard_deployer;
GRANT ticketfirst_api TO journal_guard_deployer;
CREATE TABLE pg_temp.attempts AS
SELECT v.number, v.statement FROM (VALUES
    (1, 'UPDATE desk.event SET request_id = NULL'),
    (2, 'UPDATE desk.event SET request_id = NULL WHERE false'),
    (3, 'DELETE FROM desk.event'),
    (4, 'TRUNCATE desk.event')
) AS v (number, statement);
GRANT SELECT ON pg_temp.attempts TO PUBLIC;

SELECT is(test.refusal($$DO 'BEGIN TRUNCATE desk.event; RAISE division_by_zero; END'$$), '22012',
          'a superuser may truncate the journal');

SET LOCAL ROLE ticketfirst_owner;
SELECT is(test.refusal(a.statement), '42501', 'the owner may not: ' || a.statement) FROM pg_temp.attempts AS a;
RESET ROLE;
SET LOCAL ROLE ticketfirst_api;
SELECT is(test.refusal(a.statement), '42501', 'ticketfirst_api may not: ' || a.statement) FROM pg_temp.attempts AS a;
SELECT is(
    test.refusal($$INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at)
                   VALUES ('ticket', 1, 'update', 1, '{}', 'x', now())$$),
    '42501', 'nor may it add an event'
);
RESET ROLE;
SET LOCAL SESSION AUTHORIZATION journal_guard_deployer;
SELECT is(test.refusal(a.statement), '42501', 'whoever deploys may not: ' || a.statement) FROM pg_temp.attempts AS a;
SELECT test.leave();

-- an event comes of a change, and of nothing else
SELECT is(
    test.refusal($$INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at)
                   VALUES ('ticket', 1, 'update', 1, '{}', 'x', now())$$),
    'allowed', 'a superuser may add an event by hand'
);
SET LOCAL ROLE ticketfirst_owner;
SELECT is(
    test.refusal($$INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at)
                   VALUES ('ticket', 1, 'update', 1, '{}', 'x', now())$$),
    'TF403 event_append_only', 'the owner may not'
);
SELECT is(
    test.refusal($$INSERT INTO desk.client (name, email) VALUES ('Journalled', 'journalled@client.example')$$),
    'allowed', 'but what it changes is journalled'
);
RESET ROLE;

-- even where somebody has granted it
GRANT UPDATE, DELETE, TRUNCATE ON desk.event TO ticketfirst_owner, ticketfirst_api;
SET LOCAL ROLE ticketfirst_owner;
SELECT is(test.refusal(a.statement), 'TF403 event_append_only', 'the owner with a grant may not: ' || a.statement)
  FROM pg_temp.attempts AS a;
RESET ROLE;
SET LOCAL ROLE ticketfirst_api;
SELECT is(test.refusal(a.statement), 'TF403 event_append_only', 'ticketfirst_api with a grant may not: ' || a.statement)
  FROM pg_temp.attempts AS a;
RESET ROLE;
SET LOCAL SESSION AUTHORIZATION journal_guard_deployer;
SELECT is(test.refusal(a.statement), 'TF403 event_append_only', 'whoever deploys may not then: ' || a.statement)
  FROM pg_temp.attempts AS a;
SELECT throws_ok('DELETE FROM desk.event', 'TF403', 'the journal is append-only: DELETE refused', 'and is told why');
SELECT test.leave();

INSERT INTO desk.agent (name, email) VALUES ('Ada', 'journal.guard@desk.example') RETURNING id AS ada \gset
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.entity = 'agent' AND e.entity_id = :ada), 1::bigint,
          'the journal has its event');
UPDATE desk.event SET request_id = 'mended' WHERE entity = 'agent' AND entity_id = :ada;
SELECT is((SELECT e.request_id FROM desk.event AS e WHERE e.entity = 'agent' AND e.entity_id = :ada), 'mended',
          'a superuser may mend it');
DELETE FROM desk.event WHERE entity = 'agent' AND entity_id = :ada;
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.entity = 'agent' AND e.entity_id = :ada), 0::bigint,
          'or take it away');

SELECT * FROM finish();
ROLLBACK;
