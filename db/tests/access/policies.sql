-- Which rows who may read and write: the list of the policies, and what they do.
BEGIN;
SELECT plan(108);

CREATE TABLE pg_temp.listed (relation text NOT NULL, policy text NOT NULL, command text NOT NULL, roles text NOT NULL);
INSERT INTO pg_temp.listed (relation, policy, command, roles) VALUES
('desk.agent', 'agent_owner', 'ALL', 'ticketfirst_owner'),
('desk.agent', 'agent_read', 'SELECT', 'ticketfirst_api'),
('desk.agent', 'agent_create', 'INSERT', 'ticketfirst_api'),
('desk.agent', 'agent_update', 'UPDATE', 'ticketfirst_api'),
('desk.api_token', 'api_token_owner', 'ALL', 'ticketfirst_owner'),
('desk.api_token', 'api_token_administrator', 'ALL', 'ticketfirst_api'),
('desk.client', 'client_owner', 'ALL', 'ticketfirst_owner'),
('desk.client', 'client_staff', 'ALL', 'ticketfirst_api'),
('desk.comment', 'comment_owner', 'ALL', 'ticketfirst_owner'),
('desk.comment', 'comment_staff', 'ALL', 'ticketfirst_api'),
('desk.database_role', 'database_role_owner', 'ALL', 'ticketfirst_owner'),
('desk.event', 'event_owner_read', 'SELECT', 'ticketfirst_owner'),
('desk.event', 'event_owner_append', 'INSERT', 'ticketfirst_owner'),
('desk.event', 'event_read', 'SELECT', 'ticketfirst_api'),
('desk.idempotency_key', 'idempotency_key_owner', 'ALL', 'ticketfirst_owner'),
('desk.rule', 'rule_owner', 'ALL', 'ticketfirst_owner'),
('desk.rule', 'rule_read', 'SELECT', 'ticketfirst_api'),
('desk.ticket', 'ticket_owner', 'ALL', 'ticketfirst_owner'),
('desk.ticket', 'ticket_staff', 'ALL', 'ticketfirst_api');

SELECT set_eq(
    $$SELECT format('%I.%I', p.schemaname, p.tablename), p.policyname::text, p.cmd, array_to_string(p.roles, ' ')
        FROM pg_policies AS p
       WHERE p.schemaname IN ('desk', 'api', 'internal')$$,
    'SELECT l.relation, l.policy, l.command, l.roles FROM pg_temp.listed AS l',
    'these are the policies'
);
SELECT is_empty(
    $$SELECT p.policyname FROM pg_policies AS p WHERE p.schemaname = 'desk' AND p.permissive <> 'PERMISSIVE'$$,
    'each of which permits'
);
SELECT is_empty(
    $$SELECT c.oid::regclass FROM pg_class AS c
       WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind IN ('r', 'p')
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity)$$,
    'row security is enabled on every table, and forced: it holds for the owner too'
);

-- what they do, as ticketfirst_api, which the public functions run as
SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo, :ben) AS ticket \gset
SELECT test.comment(:ticket, :ben) AS comment \gset
INSERT INTO desk.idempotency_key (agent_id, key, fingerprint) VALUES (:ada, 'k', sha256('1'));
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('billing', :ben);
GRANT ticketfirst_api TO ticketfirst_gateway;
CREATE TABLE pg_temp.attempts (number integer, statement text, administrator text, agent text, nobody text);
INSERT INTO pg_temp.attempts (number, statement, administrator, agent, nobody) VALUES
-- of a statement: how many rows it reads or writes, or how it is refused
(1, 'SELECT FROM desk.agent WHERE id IN (ADA, BEN)', '2', '2', '28000 actor_unknown'),
(2, 'INSERT INTO desk.agent (name, email) VALUES (''X'', ''x@desk.example'')', '1', '42501', '28000 actor_unknown'),
(3, 'UPDATE desk.agent SET name = ''Benno'' WHERE id = BEN', '1', '0', '28000 actor_unknown'),
(4, 'UPDATE desk.agent SET role = ''admin'' WHERE id = BEN', '1', '0', '28000 actor_unknown'),
(5, 'SELECT FROM desk.agent WHERE id = BEN FOR UPDATE', '1', '0', '28000 actor_unknown'),
(6, 'DELETE FROM desk.agent WHERE id = BEN', '42501', '42501', '42501'),
(11, 'SELECT FROM desk.client WHERE id = CLEO', '1', '1', '28000 actor_unknown'),
(12, 'INSERT INTO desk.client (name, email) VALUES (''X'', ''x@client.example'')', '1', '1', '28000 actor_unknown'),
(13, 'UPDATE desk.client SET name = ''Clio'' WHERE id = CLEO', '1', '1', '28000 actor_unknown'),
(14, 'DELETE FROM desk.client WHERE id = CLEO', '42501', '42501', '42501'),
(21, 'SELECT FROM desk.ticket WHERE id = TICKET', '1', '1', '28000 actor_unknown'),
(22, 'INSERT INTO desk.ticket (subject, client_id) VALUES (''X'', CLEO)', '1', '1', '28000 actor_unknown'),
(23, 'UPDATE desk.ticket SET subject = ''Y'' WHERE id = TICKET', '1', '1', '28000 actor_unknown'),
(24, 'DELETE FROM desk.ticket WHERE id = TICKET', '42501', '42501', '42501'),
(31, 'SELECT FROM desk.comment WHERE id = COMMENT', '1', '1', '28000 actor_unknown'),
(32, 'INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES (TICKET, BEN, ''X'')',
 '1', '1', '28000 actor_unknown'),
(33, 'UPDATE desk.comment SET body = ''Y'' WHERE id = COMMENT', '1', '1', '28000 actor_unknown'),
(34, 'DELETE FROM desk.comment WHERE id = COMMENT', '42501', '42501', '42501'),
(41, 'SELECT FROM desk.api_token WHERE agent_id = ADA', '1', '0', '28000 actor_unknown'),
(42, 'INSERT INTO desk.api_token (agent_id, name, token_hash) VALUES (BEN, ''X'', sha256(''1''))',
 '1', '42501', '28000 actor_unknown'),
(43, 'UPDATE desk.api_token SET name = ''Y'' WHERE agent_id = ADA', '1', '0', '28000 actor_unknown'),
(44, 'DELETE FROM desk.api_token WHERE agent_id = ADA', '42501', '42501', '42501'),
(51, 'SELECT FROM desk.event WHERE entity = ''ticket'' AND entity_id = TICKET AND action = ''create''',
 '1', '1', '28000 actor_unknown'),
(52, 'SELECT FROM desk.event WHERE entity = ''agent'' AND entity_id = BEN AND action = ''create''',
 '1', '1', '28000 actor_unknown'),
(53, 'INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at)'
 ' VALUES (''agent'', 1, ''update'', 1, ''{}'', ''x'', now())', '42501', '42501', '42501'),
(54, 'UPDATE desk.event SET request_id = ''x''', '42501', '42501', '42501'),
(55, 'DELETE FROM desk.event', '42501', '42501', '42501'),
(61, 'SELECT FROM desk.idempotency_key', '42501', '42501', '42501'),
(62, 'UPDATE desk.idempotency_key SET answer = ''{}''', '42501', '42501', '42501'),
(63, 'SELECT FROM desk.database_role', '42501', '42501', '42501'),
(64, 'INSERT INTO desk.database_role (role_name, agent_id) VALUES (''x'', ADA)', '42501', '42501', '42501'),
(71, 'SELECT FROM desk.rule WHERE name = ''actor_unknown''', '1', '1', '1'),
(72, 'INSERT INTO desk.rule (name, sqlstate, explanation) VALUES (''x'', ''TF400'', ''X'')', '42501', '42501', '42501'),
(73, 'UPDATE desk.rule SET explanation = ''X''', '42501', '42501', '42501');
UPDATE pg_temp.attempts SET statement = replace(replace(replace(replace(replace(
    statement, 'ADA', :'ada'), 'BEN', :'ben'), 'CLEO', :'cleo'), 'TICKET', :'ticket'), 'COMMENT', :'comment');
GRANT SELECT ON pg_temp.attempts TO PUBLIC;
-- Tries a statement and takes it back.
CREATE FUNCTION pg_temp.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_count bigint;
BEGIN
    EXECUTE outcome.statement;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RAISE EXCEPTION '%', v_count USING ERRCODE = 'TF000';
EXCEPTION
    WHEN SQLSTATE 'TF000' THEN
        RETURN SQLERRM;
    WHEN OTHERS THEN
        RETURN test.refusal(outcome.statement);
END;
$$;

SELECT test.enter_as(:ada);
SET LOCAL ROLE ticketfirst_api;
SELECT is(pg_temp.outcome(a.statement), a.administrator, 'an administrator: ' || a.statement)
  FROM pg_temp.attempts AS a ORDER BY a.number;
SELECT test.leave();
SELECT test.enter_as(:ben);
SET LOCAL ROLE ticketfirst_api;
SELECT is(pg_temp.outcome(a.statement), a.agent,
          'an agent: ' || a.statement) FROM pg_temp.attempts AS a ORDER BY a.number;
SELECT set_config('ticketfirst.actor_role', '', true);
SELECT is(pg_temp.outcome(a.statement), a.nobody,
          'nobody: ' || a.statement) FROM pg_temp.attempts AS a ORDER BY a.number;

-- the owner, for its triggers
SELECT test.leave();
SET LOCAL ROLE ticketfirst_owner;
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.id = :ticket), 1::bigint, 'the owner reads every row');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.entity = 'agent' AND e.entity_id = :ben), 1::bigint,
          'and every event');
SELECT is(pg_temp.outcome('DELETE FROM desk.idempotency_key WHERE key = ''k'''), '1', 'and writes the keys');

SELECT * FROM finish();
ROLLBACK;
