-- Which rows who may read and write: the list of the policies, and what they do, whoever asks.
BEGIN;
SELECT plan(103);

CREATE TABLE pg_temp.listed (relation text NOT NULL, policy text NOT NULL, command text NOT NULL, roles text NOT NULL);
INSERT INTO pg_temp.listed (relation, policy, command, roles) VALUES
('desk.agent', 'agent_owner', 'ALL', 'ticketfirst_owner'),
('desk.agent', 'agent_read', 'SELECT', 'ticketfirst_api'),
('desk.agent', 'agent_create', 'INSERT', 'ticketfirst_api'),
('desk.agent', 'agent_update', 'UPDATE', 'ticketfirst_api'),
('desk.api_token', 'api_token_owner', 'ALL', 'ticketfirst_owner'),
('desk.api_token', 'api_token_read', 'SELECT', 'ticketfirst_api'),
('desk.api_token', 'api_token_create', 'INSERT', 'ticketfirst_api'),
('desk.api_token', 'api_token_update', 'UPDATE', 'ticketfirst_api'),
('desk.client', 'client_owner', 'ALL', 'ticketfirst_owner'),
('desk.client', 'client_read', 'SELECT', 'ticketfirst_api'),
('desk.client', 'client_create', 'INSERT', 'ticketfirst_api'),
('desk.client', 'client_update', 'UPDATE', 'ticketfirst_api'),
('desk.comment', 'comment_owner', 'ALL', 'ticketfirst_owner'),
('desk.comment', 'comment_read', 'SELECT', 'ticketfirst_api'),
('desk.comment', 'comment_create', 'INSERT', 'ticketfirst_api'),
('desk.comment', 'comment_update', 'UPDATE', 'ticketfirst_api'),
('desk.database_role', 'database_role_owner', 'ALL', 'ticketfirst_owner'),
('desk.event', 'event_owner_read', 'SELECT', 'ticketfirst_owner'),
('desk.event', 'event_owner_append', 'INSERT', 'ticketfirst_owner'),
('desk.event', 'event_read', 'SELECT', 'ticketfirst_api'),
('desk.idempotency_key', 'idempotency_key_owner', 'ALL', 'ticketfirst_owner'),
('desk.identity', 'identity_owner', 'ALL', 'ticketfirst_owner'),
('desk.identity', 'identity_read', 'SELECT', 'ticketfirst_api'),
('desk.identity', 'identity_create', 'INSERT', 'ticketfirst_api'),
('desk.identity', 'identity_delete', 'DELETE', 'ticketfirst_api'),
('desk.organisation', 'organisation_owner', 'ALL', 'ticketfirst_owner'),
('desk.organisation', 'organisation_read', 'SELECT', 'ticketfirst_api'),
('desk.organisation', 'organisation_create', 'INSERT', 'ticketfirst_api'),
('desk.organisation', 'organisation_update', 'UPDATE', 'ticketfirst_api'),
('desk.organisation_member', 'organisation_member_owner', 'ALL', 'ticketfirst_owner'),
('desk.organisation_member', 'organisation_member_read', 'SELECT', 'ticketfirst_api'),
('desk.organisation_member', 'organisation_member_add', 'INSERT', 'ticketfirst_api'),
('desk.organisation_member', 'organisation_member_remove', 'DELETE', 'ticketfirst_api'),
('desk.permission', 'permission_owner', 'ALL', 'ticketfirst_owner'),
('desk.permission', 'permission_read', 'SELECT', 'ticketfirst_api'),
('desk.role', 'role_owner', 'ALL', 'ticketfirst_owner'),
('desk.role', 'role_read', 'SELECT', 'ticketfirst_api'),
('desk.rule', 'rule_owner', 'ALL', 'ticketfirst_owner'),
('desk.rule', 'rule_read', 'SELECT', 'ticketfirst_api'),
('desk.secret', 'secret_owner', 'ALL', 'ticketfirst_owner'),
('desk.service', 'service_owner', 'ALL', 'ticketfirst_owner'),
('desk.service', 'service_read', 'SELECT', 'ticketfirst_api'),
('desk.service', 'service_create', 'INSERT', 'ticketfirst_api'),
('desk.service', 'service_update', 'UPDATE', 'ticketfirst_api'),
('desk.team', 'team_owner', 'ALL', 'ticketfirst_owner'),
('desk.team', 'team_read', 'SELECT', 'ticketfirst_api'),
('desk.team', 'team_create', 'INSERT', 'ticketfirst_api'),
('desk.team', 'team_update', 'UPDATE', 'ticketfirst_api'),
('desk.team_member', 'team_member_owner', 'ALL', 'ticketfirst_owner'),
('desk.team_member', 'team_member_read', 'SELECT', 'ticketfirst_api'),
('desk.team_member', 'team_member_add', 'INSERT', 'ticketfirst_api'),
('desk.team_member', 'team_member_remove', 'DELETE', 'ticketfirst_api'),
('desk.ticket', 'ticket_owner', 'ALL', 'ticketfirst_owner'),
('desk.ticket', 'ticket_read', 'SELECT', 'ticketfirst_api'),
('desk.ticket', 'ticket_create', 'INSERT', 'ticketfirst_api'),
('desk.ticket', 'ticket_update', 'UPDATE', 'ticketfirst_api'),
('desk.token_use', 'token_use_owner', 'ALL', 'ticketfirst_owner'),
('desk.token_use', 'token_use_read', 'SELECT', 'ticketfirst_api');

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

-- Two teams, and two clients of one organisation and one of another.
SELECT test.agent('Ada', 'admin') AS ada, test.agent('Lea', 'lead') AS lea, test.agent('Ben') AS ben, test.agent('Cal') AS cal,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Eve') AS eve, test.client('Fay') AS fay,
       test.service('Portal', 'portal') AS portal, test.service('Importer', 'importer') AS importer,
       test.service('Monitor', 'monitor') AS monitor \gset
SELECT test.team('Here', :lea, :ben) AS here, test.team('Away', :cal) AS away,
       test.organisation('Shared', true, :cleo, :dora) AS shared, test.organisation('Other', true, :eve) AS other \gset
SELECT test.ticket(:cleo) AS team, test.ticket(:cleo) AS free, test.ticket(:eve) AS far, test.token(:ben) AS hash \gset
SELECT test.comment(:team, :ben) AS said, test.comment(:team, :ben) AS deleted \gset
UPDATE desk.ticket SET team_id = :here WHERE id = :team;
UPDATE desk.ticket SET team_id = :away WHERE id = :far;
UPDATE desk.comment SET deleted_at = now() WHERE id = :deleted;
INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility) VALUES (:team, :ben, 'Hm', 'internal')
RETURNING id AS inside \gset
INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES (:team, :cleo, 'Thanks') RETURNING id AS own \gset
INSERT INTO desk.idempotency_key (actor, key, fingerprint) VALUES ('agent:' || :ada, 'k', sha256('1'));
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('billing', :ben);
INSERT INTO desk.identity (issuer, subject, agent_id) VALUES ('https://issuer.example', 'ben', :ben);
INSERT INTO desk.token_use (token_id, last_used_at) SELECT t.id, now() FROM desk.api_token AS t WHERE t.agent_id = :ben;
GRANT ticketfirst_api TO ticketfirst_gateway;

-- Of a statement as ticketfirst_api, which the public functions run as: how many rows it reads or writes; x: refused with
-- 42501; ?: refused with 28000 actor_unknown. The policies say who sees a row, and who never writes it; what a role may do
-- with what it sees is for desk.permission, so a monitor's 1 beside an UPDATE is refused by the functions.
-- In the order of: an administrator, the team's lead, the team's agent, another team's agent, the client, its colleague,
-- another client, a portal, an importer, a monitor, nobody.
CREATE TABLE pg_temp.attempts (number integer GENERATED ALWAYS AS IDENTITY, statement text NOT NULL, outcomes text NOT NULL);
INSERT INTO pg_temp.attempts (statement, outcomes) VALUES
--                                                                           adm lea agt awy cli col oth por imp mon nob
('SELECT FROM desk.ticket WHERE id = {team}',                               '1   1   1   0   1   1   0   0   1   1   ?'),
('SELECT FROM desk.ticket WHERE id = {free}',                               '1   1   1   1   1   1   0   0   1   1   ?'),
('SELECT FROM desk.ticket WHERE id = {far}',                                '1   0   0   1   0   0   1   0   1   1   ?'),
('SELECT FROM desk.ticket WHERE id = {team} FOR UPDATE',                    '1   1   1   0   1   0   0   0   1   1   ?'),
('INSERT INTO desk.ticket (subject, client_id) VALUES (''X'', {cleo})',     '1   1   1   1   1   x   x   x   1   1   ?'),
('INSERT INTO desk.ticket (subject, client_id, team_id) VALUES (''X'', {cleo}, {here})',
                                                                            '1   1   1   x   1   x   x   x   1   1   ?'),
('UPDATE desk.ticket SET subject = ''Y'' WHERE id = {team}',                '1   1   1   0   1   0   0   0   1   1   ?'),
('UPDATE desk.ticket SET subject = ''Y'' WHERE id = {free}',                '1   1   1   1   1   0   0   0   1   1   ?'),
('UPDATE desk.ticket SET team_id = {away} WHERE id = {team}',               '1   x   x   0   1   0   0   0   1   1   ?'),
('UPDATE desk.ticket SET client_id = {eve} WHERE id = {team}',              '1   1   1   0   x   0   0   0   1   1   ?'),
('DELETE FROM desk.ticket WHERE id = {team}',                               'x   x   x   x   x   x   x   x   x   x   x'),

('SELECT FROM desk.comment WHERE id = {said}',                              '1   1   1   0   1   1   0   0   1   1   ?'),
('SELECT FROM desk.comment WHERE id = {inside}',                            '1   1   1   0   0   0   0   0   1   1   ?'),
('SELECT FROM desk.comment WHERE id = {own} FOR UPDATE',                    '1   1   1   0   1   0   0   0   1   1   ?'),
('SELECT FROM desk.comment WHERE id = {said} FOR UPDATE',                   '1   1   1   0   0   0   0   0   1   1   ?'),
('INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES ({team}, {ben}, ''X'')',
                                                                            '1   1   1   x   x   x   x   x   1   1   ?'),
('INSERT INTO desk.comment (ticket_id, author_client_id, body) VALUES ({team}, {cleo}, ''X'')',
                                                                            '1   1   1   x   1   x   x   x   1   1   ?'),
('UPDATE desk.comment SET body = ''Y'' WHERE id = {said}',                  '1   1   1   0   0   0   0   0   1   1   ?'),
('UPDATE desk.comment SET body = ''Y'' WHERE id = {inside}',                '1   1   1   0   0   0   0   0   1   1   ?'),
('UPDATE desk.comment SET body = ''Y'' WHERE id = {own}',                   '1   1   1   0   1   0   0   0   1   1   ?'),
('UPDATE desk.comment SET ticket_id = {far} WHERE id = {said}',             '1   x   x   0   0   0   0   0   1   1   ?'),
('DELETE FROM desk.comment WHERE id = {own}',                               'x   x   x   x   x   x   x   x   x   x   x'),

('SELECT FROM desk.event WHERE entity = ''ticket'' AND entity_id = {team} AND action = ''create''',
                                                                            '1   1   1   0   1   1   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''ticket'' AND entity_id = {free} AND action = ''create''',
                                                                            '1   1   1   1   1   1   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''ticket'' AND entity_id = {team} AND changes ? ''team_id''',
                                                                            '1   1   1   0   0   0   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''comment'' AND entity_id = {said}',
                                                                            '1   1   1   0   1   1   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''comment'' AND entity_id = {inside}',
                                                                            '1   1   1   0   0   0   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''comment'' AND entity_id = {deleted}',
                                                                            '2   2   2   0   0   0   0   0   2   2   ?'),
('SELECT FROM desk.event WHERE entity = ''agent'' AND entity_id = {ben}',   '1   0   0   0   0   0   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''client'' AND entity_id = {cleo}', '1   0   0   0   0   0   0   0   1   1   ?'),
('SELECT FROM desk.event WHERE entity = ''team'' AND entity_id = {here}',   '1   0   0   0   0   0   0   0   1   1   ?'),
('INSERT INTO desk.event (entity, entity_id, action, version, changes, database_role, happened_at)'
 ' VALUES (''agent'', 1, ''update'', 1, ''{}'', ''x'', now())',             'x   x   x   x   x   x   x   x   x   x   x'),
('UPDATE desk.event SET request_id = ''x''',                                'x   x   x   x   x   x   x   x   x   x   x'),
('DELETE FROM desk.event',                                                  'x   x   x   x   x   x   x   x   x   x   x'),

('SELECT FROM desk.agent WHERE id IN ({ada}, {cal})',                       '2   2   2   2   2   2   2   2   2   2   ?'),
('SELECT FROM desk.agent WHERE id = {ben} FOR UPDATE',                      '1   0   0   0   0   0   0   0   0   0   ?'),
('INSERT INTO desk.agent (name, email) VALUES (''X'', ''x@desk.example'')', '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.agent SET name = ''Benno'' WHERE id = {ben}',                 '1   0   0   0   0   0   0   0   0   0   ?'),
('UPDATE desk.agent SET role = ''admin'' WHERE id = {ben}',                 '1   0   0   0   0   0   0   0   0   0   ?'),
('DELETE FROM desk.agent WHERE id = {ben}',                                 'x   x   x   x   x   x   x   x   x   x   x'),

('SELECT FROM desk.team WHERE id IN ({here}, {away})',                      '2   2   2   2   0   0   0   0   2   2   ?'),
('INSERT INTO desk.team (name) VALUES (''X'')',                             '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.team SET name = ''Y'' WHERE id = {here}',                     '1   0   0   0   0   0   0   0   0   0   ?'),
('DELETE FROM desk.team WHERE id = {here}',                                 'x   x   x   x   x   x   x   x   x   x   x'),
('SELECT FROM desk.team_member WHERE team_id = {here}',                     '2   2   2   2   0   0   0   0   2   2   ?'),
('INSERT INTO desk.team_member (team_id, agent_id) VALUES ({here}, {cal})', '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.team_member SET agent_id = {cal} WHERE team_id = {here}',     'x   x   x   x   x   x   x   x   x   x   x'),
('DELETE FROM desk.team_member WHERE agent_id = {ben}',                     '1   0   0   0   0   0   0   0   0   0   ?'),

('SELECT FROM desk.client WHERE id = {cleo}',                               '1   1   1   1   1   0   0   1   1   1   ?'),
('INSERT INTO desk.client (name, email) VALUES (''X'', ''x@client.example'')',
                                                                            '1   1   1   1   x   x   x   x   1   x   ?'),
('UPDATE desk.client SET name = ''Clio'' WHERE id = {cleo}',                '1   1   1   1   x   0   0   x   1   x   ?'),
('DELETE FROM desk.client WHERE id = {cleo}',                               'x   x   x   x   x   x   x   x   x   x   x'),
('SELECT FROM desk.organisation WHERE id = {shared}',                       '1   1   1   1   1   1   0   1   1   1   ?'),
('SELECT FROM desk.organisation WHERE id = {shared} FOR UPDATE',            '1   0   0   0   0   0   0   0   0   0   ?'),
('INSERT INTO desk.organisation (name) VALUES (''X'')',                     '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.organisation SET is_shared = false WHERE id = {shared}',      '1   0   0   0   0   0   0   0   0   0   ?'),
('DELETE FROM desk.organisation WHERE id = {shared}',                       'x   x   x   x   x   x   x   x   x   x   x'),
('SELECT FROM desk.organisation_member WHERE organisation_id = {shared}',   '2   2   2   2   1   1   0   2   2   2   ?'),
('INSERT INTO desk.organisation_member (organisation_id, client_id) VALUES ({shared}, {fay})',
                                                                            '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.organisation_member SET client_id = {fay} WHERE client_id = {eve}',
                                                                            'x   x   x   x   x   x   x   x   x   x   x'),
('DELETE FROM desk.organisation_member WHERE client_id = {cleo}',           '1   0   0   0   0   0   0   0   0   0   ?'),

('SELECT FROM desk.service WHERE id IN ({portal}, {importer})',             '2   0   0   0   0   0   0   1   1   0   ?'),
('INSERT INTO desk.service (name, role) VALUES (''X'', ''monitor'')',       '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.service SET role = ''importer'' WHERE id = {portal}',         '1   0   0   0   0   0   0   0   0   0   ?'),
('DELETE FROM desk.service WHERE id = {portal}',                            'x   x   x   x   x   x   x   x   x   x   x'),
('SELECT FROM desk.api_token WHERE token_hash = sha256({hash})',            '1   0   0   0   0   0   0   0   0   0   ?'),
('INSERT INTO desk.api_token (agent_id, name, token_hash) VALUES ({ben}, ''X'', sha256(''1''))',
                                                                            '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.api_token SET name = ''Y'' WHERE token_hash = sha256({hash})',
                                                                            '1   0   0   0   0   0   0   0   0   0   ?'),
('DELETE FROM desk.api_token WHERE agent_id = {ben}',                       'x   x   x   x   x   x   x   x   x   x   x'),
('SELECT FROM desk.token_use WHERE token_id = (SELECT id FROM desk.api_token WHERE token_hash = sha256({hash}))',
                                                                            '1   0   0   0   0   0   0   0   0   0   ?'),
('UPDATE desk.token_use SET last_used_at = now()',                          'x   x   x   x   x   x   x   x   x   x   x'),
('SELECT FROM desk.identity WHERE subject = ''ben''',                       '1   0   0   0   0   0   0   0   0   0   ?'),
('INSERT INTO desk.identity (issuer, subject, client_id) VALUES (''https://issuer.example'', ''x'', {cleo})',
                                                                            '1   x   x   x   x   x   x   x   x   x   ?'),
('UPDATE desk.identity SET agent_id = {ada}',                               'x   x   x   x   x   x   x   x   x   x   x'),
('DELETE FROM desk.identity WHERE subject = ''ben''',                       '1   0   0   0   0   0   0   0   0   0   ?');
INSERT INTO pg_temp.attempts (statement, outcomes)
SELECT s.statement, 'x   x   x   x   x   x   x   x   x   x   x'
  FROM (VALUES
        ('SELECT FROM desk.secret'), ('UPDATE desk.secret SET value = sha256(''1'')'),
        ('SELECT FROM desk.idempotency_key'), ('UPDATE desk.idempotency_key SET answer = ''{}'''),
        ('SELECT FROM desk.database_role'), ('INSERT INTO desk.database_role (role_name, agent_id) VALUES (''x'', {ada})'),
        ('INSERT INTO desk.permission (name, scope, roles, explanation) VALUES (''x_y'', ''admin'', ''{client}'', ''X'')'),
        ('UPDATE desk.permission SET roles = ''{client}'''), ('DELETE FROM desk.permission'),
        ('INSERT INTO desk.role (name, kind, explanation) VALUES (''x'', ''service'', ''X'')'),
        ('UPDATE desk.role SET explanation = ''X'''), ('DELETE FROM desk.role'),
        ('INSERT INTO desk.rule (name, sqlstate, explanation) VALUES (''x'', ''TF400'', ''X'')'),
        ('UPDATE desk.rule SET explanation = ''X'''), ('DELETE FROM desk.rule'))
    AS s (statement);
INSERT INTO pg_temp.attempts (statement, outcomes)
SELECT s.statement, '1   1   1   1   1   1   1   1   1   1   1'
  FROM (VALUES
        ('SELECT FROM desk.permission WHERE name = ''clock_set'''), ('SELECT FROM desk.role WHERE name = ''admin'''),
        ('SELECT FROM desk.rule WHERE name = ''actor_unknown'''))
    AS s (statement);
CREATE TABLE pg_temp.found (number integer, position integer, outcome text);
GRANT ALL ON pg_temp.attempts, pg_temp.found TO PUBLIC;

-- The names in braces are the ids above.
CREATE FUNCTION pg_temp.fill(statement text, ids jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_statement text := fill.statement;
    v_id record;
BEGIN
    FOR v_id IN SELECT i.key, i.value FROM jsonb_each_text(fill.ids) AS i LOOP
        v_statement := replace(v_statement, '{' || v_id.key || '}', v_id.value);
    END LOOP;
    RETURN v_statement;
END;
$$;
UPDATE pg_temp.attempts AS a
   SET statement = pg_temp.fill(a.statement, jsonb_build_object(
           'ada', :ada, 'ben', :ben, 'cal', :cal, 'cleo', :cleo, 'eve', :eve, 'fay', :fay, 'here', :here, 'away', :away,
           'shared', :shared, 'team', :team, 'free', :free, 'far', :far, 'said', :said, 'inside', :inside, 'own', :own,
           'deleted', :deleted, 'portal', :portal, 'importer', :importer, 'hash', quote_literal(:'hash') || '::bytea'
       ));

-- Tries a statement and takes it back.
CREATE FUNCTION pg_temp.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_count bigint;
    v_rule text;
BEGIN
    EXECUTE outcome.statement;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RAISE EXCEPTION '%', v_count USING ERRCODE = 'TF000';
EXCEPTION
    WHEN SQLSTATE 'TF000' THEN
        RETURN SQLERRM;
    WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_rule = CONSTRAINT_NAME;
        RETURN CASE concat_ws(' ', SQLSTATE, nullif(v_rule, '')) WHEN '42501' THEN 'x' WHEN '28000 actor_unknown' THEN '?'
               ELSE concat(SQLSTATE, ':', v_rule) END;
END;
$$;
CREATE FUNCTION pg_temp.try_all(place integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    SET LOCAL ROLE ticketfirst_api;
    INSERT INTO pg_temp.found (number, position, outcome)
    SELECT a.number, try_all.place, pg_temp.outcome(a.statement) FROM pg_temp.attempts AS a ORDER BY a.number;
    RESET ROLE;
END;
$$;

SELECT test.enter_as(:ada);
SELECT pg_temp.try_all(1);
SELECT test.enter_as(:lea);
SELECT pg_temp.try_all(2);
SELECT test.enter_as(:ben);
SELECT pg_temp.try_all(3);
SELECT test.enter_as(:cal);
SELECT pg_temp.try_all(4);
SELECT test.enter_as_client(:cleo);
SELECT pg_temp.try_all(5);
SELECT test.enter_as_client(:dora);
SELECT pg_temp.try_all(6);
SELECT test.enter_as_client(:eve);
SELECT pg_temp.try_all(7);
SELECT test.enter_as_service(:portal);
SELECT pg_temp.try_all(8);
SELECT test.enter_as_service(:importer);
SELECT pg_temp.try_all(9);
SELECT test.enter_as_service(:monitor);
SELECT pg_temp.try_all(10);
SELECT set_config('ticketfirst.actor', '', true);
SELECT pg_temp.try_all(11);
SELECT test.leave();

SELECT is((SELECT string_agg(f.outcome, ' ' ORDER BY f.position) FROM pg_temp.found AS f WHERE f.number = a.number),
          regexp_replace(a.outcomes, ' +', ' ', 'g'), a.statement)
  FROM pg_temp.attempts AS a ORDER BY a.number;
SELECT is_empty(
    $$SELECT c.relname, k.command
        FROM pg_class AS c
       CROSS JOIN (VALUES ('SELECT', 'SELECT FROM desk.'), ('UPDATE', 'UPDATE desk.'), ('INSERT', 'INSERT INTO desk.'),
                          ('DELETE', 'DELETE FROM desk.')) AS k (command, beginning)
       WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind IN ('r', 'p')
         AND has_table_privilege('ticketfirst_api', c.oid, k.command)
         AND NOT EXISTS (SELECT FROM pg_temp.attempts AS a WHERE a.statement ~ ('^' || k.beginning || c.relname || '\M'))$$,
    'no right of the public functions is left untried'
);

-- a client's sight of its organisation
UPDATE desk.organisation SET is_shared = false WHERE id = :shared;
SELECT test.enter_as_client(:dora);
SET LOCAL ROLE ticketfirst_api;
SELECT is(pg_temp.outcome('SELECT FROM desk.ticket WHERE id = ' || :team), '0', 'where the organisation does not share, a colleague sees nothing');
SELECT is(pg_temp.outcome('SELECT FROM desk.comment WHERE id = ' || :said), '0', 'no comment');
SELECT is(pg_temp.outcome('SELECT FROM desk.event WHERE ticket_id = ' || :team), '0', 'and no history');
SELECT test.leave();

-- the owner, for its triggers
SET LOCAL ROLE ticketfirst_owner;
SELECT is((SELECT count(*) FROM desk.ticket AS t WHERE t.id = :team), 1::bigint, 'the owner reads every row');
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.entity = 'agent' AND e.entity_id = :ben), 1::bigint,
          'and every event');
SELECT is(pg_temp.outcome('DELETE FROM desk.idempotency_key WHERE key = ''k'''), '1', 'and writes the keys');

SELECT * FROM finish();
ROLLBACK;
