-- Services that call the public functions with a database role of their own: the same rules, rights and history.
BEGIN;
SELECT plan(52);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle') AS idle,
       test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo \gset
SELECT test.ticket(:cleo) AS ticket \gset
SELECT test.token(:ada) AS hash \gset
CREATE ROLE direct_admin LOGIN;
CREATE ROLE direct_agent LOGIN;
CREATE ROLE direct_idle LOGIN;
CREATE ROLE direct_gone LOGIN;
CREATE ROLE direct_stranger LOGIN;
GRANT ticketfirst_service TO direct_admin, direct_agent, direct_idle, direct_gone, direct_stranger;
CREATE ROLE direct_deployer LOGIN;
GRANT ticketfirst_owner TO direct_deployer;
GRANT ticketfirst_api TO direct_deployer;
CREATE ROLE direct_owner LOGIN;
GRANT ticketfirst_owner TO direct_owner;
INSERT INTO desk.database_role (role_name, agent_id) VALUES
('direct_admin', :ada), ('direct_agent', :ben), ('direct_idle', :idle), ('direct_gone', :gone);
UPDATE desk.agent SET active = false WHERE id = :idle;
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
SELECT max(id) AS before FROM desk.event \gset

-- an agent
SET LOCAL SESSION AUTHORIZATION direct_agent;
SELECT is((api.ticket_get(:ticket)).subject, 'Printer on fire', 'a role of an agent reads');
SELECT is((api.ticket_assign_agent(:ticket, :ben)).agent_id, :ben::bigint, 'and writes');
SELECT is((api.comment_create(:ticket, 'On my way')).author_agent_id, :ben::bigint, 'in the name of the agent');
SELECT is(test.refusal($$SELECT api.client_create(' ', 'x@client.example')$$), '23514 client_name_length',
          'by the same rules');
SELECT is(test.refusal(format('SELECT api.client_delete(%s)', :cleo)), 'TF409 client_has_tickets id',
          'whoever keeps them');
SELECT is(test.refusal(v.statement), 'TF403 administrator_only' || v.field, 'and the same rights: ' || v.statement)
  FROM (VALUES ($$SELECT api.agent_create('X', 'x@desk.example')$$, ''), ('SELECT api.token_list()', ''),
               (format('SELECT api.agent_update(%s, %L)', :ben, '{"role": "admin"}'), ''),
               (format('SELECT api.token_create(%s, %L)', :ben, 'X'), ''),
               ('SELECT api.client_list(deleted => true)', ' deleted'))
    AS v (statement, field);
SELECT is(test.refusal(v.statement), '42501', 'and none besides: ' || v.statement)
  FROM (VALUES (format('SELECT api.enter(%L)', :'hash')), ($$SELECT api.idempotency_keep('k', '{}')$$),
               ('SELECT internal.actor_role()'), ('SELECT FROM desk.ticket'), ('SELECT FROM desk.api_token'),
               ('UPDATE desk.client SET name = name'), ('INSERT INTO desk.event DEFAULT VALUES'),
               ('SELECT FROM desk.database_role'), ('SET ROLE ticketfirst_api'), ('SET ROLE ticketfirst_owner'),
               ('CREATE FUNCTION api.x() RETURNS integer LANGUAGE sql AS $x$ SELECT 1 $x$'))
    AS v (statement);

-- an agent who would like to be another
SELECT set_config('ticketfirst.actor', :'ada', true) AS actor,
       set_config('ticketfirst.actor_role', 'admin', true) AS role;
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 administrator_only', 'no setting makes it an administrator');
SELECT is((api.comment_create(:ticket, 'Still on my way')).author_agent_id, :ben::bigint, 'nor another agent');
SELECT set_config('ticketfirst.actor_role', '', true);
SELECT is((api.ticket_get(:ticket)).agent_id, :ben::bigint, 'nor nobody');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example')$$), 'TF403 administrator_only clock',
          'nor sets it the clock');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :ticket, :ada)),
          'TF403 administrator_only clock',
          'for any write');
SELECT set_config('ticketfirst.clock', '', true);
SELECT set_config('ticketfirst.request_id', 'nightly-7', true);
SELECT is((api.client_update(:cleo, '{"name": "Clio"}')).updated_at, now(), 'it may name its request');

-- an administrator
SET LOCAL SESSION AUTHORIZATION direct_admin;
SELECT set_config('ticketfirst.actor_role', 'agent', true);
SELECT is((api.agent_update(:idle, '{"name": "Idler"}')).name, 'Idler',
          'a role of an administrator does what they may');
SELECT is((api.comment_create(:ticket, 'Thanks', author_client_id => :cleo)).author_client_id, :cleo::bigint,
          'comments in the name of others');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is((api.client_update(:cleo, '{"name": "Cleo"}')).updated_at, '2012-05-01 08:00:00+00'::timestamptz,
          'and sets the clock');
SELECT set_config('ticketfirst.clock', '', true);
SELECT is(test.refusal(format('SELECT api.enter(%L)', :'hash')), '42501', 'but enters as nobody else');
SELECT is(test.refusal('SELECT FROM desk.ticket'), '42501', 'and touches no table');

-- those who are nobody
SELECT set_config('ticketfirst.actor', :'ada', true) AS actor,
       set_config('ticketfirst.actor_role', 'admin', true) AS role;
SET LOCAL SESSION AUTHORIZATION direct_stranger;
SELECT is(test.refusal(v.statement), '28000 actor_unknown', 'a role of no agent is refused: ' || v.statement)
  FROM (VALUES (format('SELECT api.ticket_get(%s)', :ticket)), ('SELECT api.ticket_get(0)'),
  ('SELECT api.client_list()'),
               ($$SELECT api.client_create('X', 'x@client.example')$$), ('SELECT api.token_list()'))
    AS v (statement);
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example')$$), '28000 actor_unknown',
          'whatever it sets');
SELECT set_config('ticketfirst.clock', '', true);
SELECT is(test.refusal('SELECT api.health()'), 'allowed', 'it may ask whether all is well');
SELECT is(test.refusal('SELECT api.rule_list()'), 'allowed', 'and what the rules are');
SET LOCAL SESSION AUTHORIZATION direct_idle;
SELECT is(test.refusal('SELECT api.client_list()'), '28000 actor_unknown', 'so is one of an agent who is not active');
SET LOCAL SESSION AUTHORIZATION direct_gone;
SELECT is(test.refusal('SELECT api.client_list()'), '28000 actor_unknown', 'and one of a deleted agent');
SET LOCAL SESSION AUTHORIZATION direct_admin;
SELECT is((api.agent_update(:idle, '{"active": true}')).active, true, 'as soon as the agent is active');
SET LOCAL SESSION AUTHORIZATION direct_idle;
SELECT is(test.refusal('SELECT api.client_list()'), 'allowed', 'its role is somebody');

-- those who own the tables
SET LOCAL SESSION AUTHORIZATION direct_deployer;
SELECT is((api.client_update(:cleo, '{"name": "Clea"}')).name, 'Clea', 'a member of both owners calls the functions');
SELECT is((api.agent_create('Eve', 'eve@desk.example')).role, 'agent', 'as an administrator');
SELECT is(test.refusal(format('SELECT api.comment_create(%s, %L)', :ticket, 'X')),
          'TF422 comment_author_required author_agent_id', 'who is no agent');
SET LOCAL SESSION AUTHORIZATION direct_owner;
SELECT is(test.refusal(format($$UPDATE desk.client SET name = 'Cleo' WHERE id = %s$$, :cleo)), 'allowed',
          'a member of ticketfirst_owner writes the tables');
SELECT is(test.refusal(format($$UPDATE desk.client SET name = '' WHERE id = %s$$, :cleo)), '23514 client_name_length',
          'by the same rules');
SELECT test.leave();
SELECT is((api.client_update(:cleo, '{"name": "Kleo"}')).name, 'Kleo', 'a superuser calls the functions');
SELECT is((api.agent_update(:idle, '{"name": "Idle"}')).name, 'Idle', 'as an administrator');

-- the same history
SELECT is(
    (SELECT array_agg(row(e.database_role, e.actor_agent_id, e.entity, e.action, e.request_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.id > :before AND NOT (e.entity = 'ticket' AND e.changes ? 'comment_count')),
    ARRAY[
        row('direct_agent', :ben, 'ticket', 'update', NULL)::text,
        row('direct_agent', :ben, 'comment', 'create', NULL)::text,
        row('direct_agent', :ben, 'comment', 'create', NULL)::text,
        row('direct_agent', :ben, 'client', 'update', NULL)::text,
        row('direct_admin', :ada, 'agent', 'update', NULL)::text,
        row('direct_admin', :ada, 'comment', 'create', NULL)::text,
        row('direct_admin', :ada, 'client', 'update', NULL)::text,
        row('direct_admin', :ada, 'agent', 'update', NULL)::text,
        row('direct_deployer', NULL, 'client', 'update', NULL)::text,
        row('direct_deployer', NULL, 'agent', 'create', NULL)::text,
        row('direct_owner', NULL, 'client', 'update', NULL)::text,
        row(session_user, NULL, 'client', 'update', NULL)::text,
        row(session_user, NULL, 'agent', 'update', NULL)::text
    ],
    'the journal has each with its role and its agent, and no request of its own invention'
);

SELECT * FROM finish();
ROLLBACK;
