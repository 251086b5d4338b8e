-- Services that call the public functions with a database role of their own: the same rules, rights and history.
BEGIN;
SELECT plan(74);

SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.agent('Idle') AS idle,
       test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo, test.client('Kim') AS kim,
       test.service('Portal', 'portal') AS portal, test.service('Import', 'importer') AS importer \gset
SELECT test.ticket(:cleo) AS ticket \gset
SELECT test.token(:ada) AS hash \gset
CREATE ROLE direct_admin LOGIN;
CREATE ROLE direct_agent LOGIN;
CREATE ROLE direct_idle LOGIN;
CREATE ROLE direct_gone LOGIN;
CREATE ROLE direct_stranger LOGIN;
GRANT ticketfirst_service TO direct_admin, direct_agent, direct_idle, direct_gone, direct_stranger;
CREATE ROLE direct_client LOGIN;
CREATE ROLE direct_portal LOGIN;
CREATE ROLE direct_importer LOGIN;
GRANT ticketfirst_service TO direct_client, direct_portal, direct_importer;
CREATE ROLE direct_deployer LOGIN;
GRANT ticketfirst_owner TO direct_deployer;
GRANT ticketfirst_api TO direct_deployer;
CREATE ROLE direct_owner LOGIN;
GRANT ticketfirst_owner TO direct_owner;
INSERT INTO desk.database_role (role_name, agent_id) VALUES
('direct_admin', :ada), ('direct_agent', :ben), ('direct_idle', :idle), ('direct_gone', :gone);
INSERT INTO desk.database_role (role_name, client_id) VALUES ('direct_client', :cleo);
INSERT INTO desk.database_role (role_name, service_id) VALUES ('direct_portal', :portal), ('direct_importer', :importer);
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
SELECT is(test.refusal(v.statement), 'TF403 permission_missing' || v.field, 'and the same rights: ' || v.statement)
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

-- an agent who would like to be another: not by a seal of its own invention, and not by a copy of a real one
SELECT test.enter_as(:ada);
SELECT current_setting('ticketfirst.actor') AS sealed \gset
SET LOCAL SESSION AUTHORIZATION direct_agent;
SELECT is((SELECT (api.me()).agent_id FROM (SELECT set_config('ticketfirst.actor', v.value, true) OFFSET 0) AS s),
          :ben::bigint, 'whatever it has set, it is who it is: ' || v.what)
  FROM (VALUES (:'ada', 'an id'), (format('(admin,%s,,,,,,,,)', :ada), 'an actor'),
               (repeat('0', 64) || '|' || format('(admin,%s,,,,,,,,)', :ada), 'an actor under a seal'),
               (encode(sha256(convert_to(format('(admin,%s,,,,,,,,)', :ada), 'UTF8')), 'hex')
                || '|' || format('(admin,%s,,,,,,,,)', :ada), 'under a hash without the key'),
               (:'sealed', 'what the gateway''s session has in this very transaction'), ('', 'nothing'))
    AS v (value, what);
SELECT set_config('ticketfirst.actor', :'sealed', true) AS actor;
SELECT is(test.refusal('SELECT api.token_list()'), 'TF403 permission_missing', 'no setting makes it an administrator');
SELECT is((api.comment_create(:ticket, 'Still on my way')).author_agent_id, :ben::bigint, 'nor another agent');
SELECT set_config('ticketfirst.actor', '', true);
SELECT is((api.ticket_get(:ticket)).agent_id, :ben::bigint, 'nor nobody');
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00:00+00', true);
SELECT is(test.refusal($$SELECT api.client_create('X', 'x@client.example')$$), 'TF403 permission_missing clock',
          'nor sets it the clock');
SELECT is(test.refusal(format('SELECT api.ticket_assign_agent(%s, %s)', :ticket, :ada)),
          'TF403 permission_missing clock',
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

-- a client
SET LOCAL SESSION AUTHORIZATION direct_client;
SELECT is((api.ticket_get(:ticket)).id, :ticket::bigint, 'a role of a client reads its own tickets');
SELECT is((api.ticket_create('My own', :cleo)).client_id, :cleo::bigint, 'and makes some');
SELECT is(test.refusal(format($$SELECT api.ticket_create('Not mine', %s)$$, :kim)), 'TF422 ticket_client_not_found client_id',
          'but none of another client, who is not there for it');
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :kim)), 'TF403 permission_missing on_behalf_of',
          'and cannot act for another');

-- services, by themselves and on behalf of others
SET LOCAL SESSION AUTHORIZATION direct_importer;
SELECT is((api.ticket_create('Brought in', :kim)).client_id, :kim::bigint, 'a role of a service does what its role may');
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :kim)), 'TF403 permission_missing on_behalf_of',
          'and acts for nobody without that permission');
SET LOCAL SESSION AUTHORIZATION direct_portal;
SELECT is(test.refusal(format($$SELECT api.ticket_create('X', %s)$$, :kim)), 'TF403 permission_missing',
          'another service has another role');
SELECT is(test.refusal(v.call), v.refusal, v.call || ': ' || v.refusal)
  FROM (VALUES ('SELECT api.act_for()', 'TF422 behalf_not_one on_behalf_of'),
               (format('SELECT api.act_for(%s, %s)', :ben, :kim), 'TF422 behalf_not_one on_behalf_of'),
               (format('SELECT api.act_for(%s)', :ben), 'TF403 permission_missing on_behalf_of'),
               ('SELECT api.act_for(client_id => 0)', 'TF422 behalf_not_found on_behalf_of'))
    AS v (call, refusal);
SELECT is((api.me()).service_id, :portal::bigint, 'what was refused changed nothing');
SELECT api.act_for(client_id => :kim);
SELECT is(row((api.me()).client_id, (api.me()).by_service_id)::text, row(:kim, :portal)::text,
          'on behalf of a client it is that client');
SELECT is((api.ticket_create('For me', :kim)).client_id, :kim::bigint, 'and does what the client may');
SELECT is(test.refusal(format('SELECT api.ticket_get(%s)', :ticket)), 'TF404 ticket_not_found id', 'and no more');
SELECT is(test.refusal(format('SELECT api.act_for(client_id => %s)', :cleo)), 'TF403 behalf_twice',
          'once in a transaction');

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
    (SELECT array_agg(row(e.database_role, e.actor_agent_id, e.actor_client_id, e.actor_service_id, e.by_service_id,
                          e.entity, e.action, e.request_id)::text ORDER BY e.id)
       FROM desk.event AS e
      WHERE e.id > :before AND NOT (e.entity = 'ticket' AND e.action = 'update' AND e.changes ? 'comment_count')),
    ARRAY[
        row('direct_agent', :ben, NULL, NULL, NULL, 'ticket', 'update', NULL)::text,
        row('direct_agent', :ben, NULL, NULL, NULL, 'comment', 'create', NULL)::text,
        row('direct_agent', :ben, NULL, NULL, NULL, 'comment', 'create', NULL)::text,
        row('direct_agent', :ben, NULL, NULL, NULL, 'client', 'update', NULL)::text,
        row('direct_admin', :ada, NULL, NULL, NULL, 'agent', 'update', NULL)::text,
        row('direct_admin', :ada, NULL, NULL, NULL, 'comment', 'create', NULL)::text,
        row('direct_admin', :ada, NULL, NULL, NULL, 'client', 'update', NULL)::text,
        row('direct_client', NULL, :cleo, NULL, NULL, 'ticket', 'create', NULL)::text,
        row('direct_importer', NULL, NULL, :importer, NULL, 'ticket', 'create', NULL)::text,
        row('direct_portal', NULL, :kim, NULL, :portal, 'ticket', 'create', NULL)::text,
        row('direct_admin', :ada, NULL, NULL, NULL, 'agent', 'update', NULL)::text,
        row('direct_deployer', NULL, NULL, NULL, NULL, 'client', 'update', NULL)::text,
        row('direct_deployer', NULL, NULL, NULL, NULL, 'agent', 'create', NULL)::text,
        row('direct_owner', NULL, NULL, NULL, NULL, 'client', 'update', NULL)::text,
        row(session_user, NULL, NULL, NULL, NULL, 'client', 'update', NULL)::text,
        row(session_user, NULL, NULL, NULL, NULL, 'agent', 'update', NULL)::text
    ],
    'the journal has each with its role and its agent, and no request of its own invention'
);

SELECT * FROM finish();
ROLLBACK;
