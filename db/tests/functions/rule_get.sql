BEGIN;
SELECT plan(47);

CREATE ROLE rule_get_service LOGIN;
CREATE ROLE rule_get_stranger LOGIN;
GRANT ticketfirst_service TO rule_get_service;
GRANT USAGE ON SCHEMA api TO rule_get_stranger;

-- each kind of rule
SELECT is(api.rule_get(v.name), row(v.name, v.sqlstate, v.fields, v.explanation)::api.rule, v.name || ': ' || v.kind)
  FROM (VALUES
        ('client_has_tickets', 'TF409', '{}'::text [],
         'A client with live tickets cannot be deleted. Delete the tickets or link them to another client first.',
         'a function''s, whose errors name the field'),
        ('rule_not_found', 'TF404', '{}', 'There is no such rule.', 'its own'),
        ('ticket_subject_length', '23514', '{subject}', 'A ticket''s subject has 1 to 200 characters.',
         'a CHECK of a column''s domain'),
        ('comment_author_one', '23514', '{author_agent_id,author_client_id}',
         'A comment has exactly one author: an agent or a client.', 'a CHECK of two columns'),
        ('agent_email_key', '23514', '{email}', 'An agent''s email_key is its email address, in lower case.',
         'a CHECK of a column and its key'),
        ('comment_ticket_id_fkey', '23503', '{ticket_id}', 'A comment stands on a ticket that exists.', 'a foreign key'),
        ('ticket_pkey', '23505', '{id}', 'A ticket is known by its id.', 'a primary key'),
        ('idempotency_key_pkey', '23505', '{actor,key}', 'A key belongs to one actor, method and path.',
         'a primary key of two columns'),
        ('api_token_hash_unique', '23505', '{token_hash}', 'No two tokens have the same secret.', 'a UNIQUE'),
        ('client_email_unique', '23505', '{email}',
         'No two live clients have the same email address, without regard to case.',
         'a unique index, on a key'),
        ('ticket_subject_not_null', '23502', '{subject}', 'Column subject of ticket is needed.', 'a NOT NULL'),
        ('agent_role_not_null', '23502', '{role}', 'Column role of agent is needed.', 'a NOT NULL with a default'),
        ('api_token_token_hash_not_null', '23502', '{token_hash}', 'Column token_hash of api_token is needed.',
         'a NOT NULL with underscores in table and column'),
        ('idempotency_key_key_not_null', '23502', '{key}', 'Column key of idempotency_key is needed.',
         'a NOT NULL of a column that is a key by itself'))
    AS v (name, sqlstate, fields, explanation, kind);

-- as errors name them
SELECT is((api.rule_get(split_part(test.refusal(v.statement), ' ', 2))).fields, v.fields::text [], v.statement)
  FROM (VALUES
        ($$INSERT INTO desk.client (name, email) VALUES ('', 'x@client.example')$$, '{name}'),
        ($$INSERT INTO desk.client (name, email) VALUES (NULL, 'x@client.example')$$, '{name}'),
        ($$INSERT INTO desk.client (name, email, active) VALUES ('X', 'x@client.example', NULL)$$, '{active}'),
        ($$INSERT INTO desk.client (name, email) VALUES ('X', 'x@client.example'), ('Y', 'X@client.example')$$,
         '{email}'),
        ($$INSERT INTO desk.database_role (role_name, agent_id) VALUES ('x', 0)$$, '{agent_id}'))
    AS v (statement, fields);

-- kinds that there are none of yet
CREATE DOMAIN desk.rule_get_unused AS text CONSTRAINT rule_get_odd_unused CHECK (value <> '');
CREATE DOMAIN desk.rule_get_used AS text CONSTRAINT rule_get_odd_used CHECK (value <> '');
CREATE TYPE desk.rule_get_first AS (of_no_table desk.rule_get_used);
CREATE TABLE desk.rule_get_odd (
    id bigint PRIMARY KEY,
    used desk.rule_get_used,
    email text,
    name text,
    "Ünder_not_null" text NOT NULL,
    deleted_at timestamptz,
    CONSTRAINT rule_get_odd_constant CHECK (true),
    CONSTRAINT rule_get_odd_exclusion EXCLUDE USING btree (name WITH =),
    CONSTRAINT rule_get_odd_including UNIQUE (name) INCLUDE (email)
);
CREATE UNIQUE INDEX rule_get_odd_expression ON desk.rule_get_odd (lower(email)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX rule_get_odd_mixed
ON desk.rule_get_odd (name, (coalesce(email, 'none: ' || id)), lower(name)) INCLUDE (deleted_at);
SELECT is((api.rule_get(v.name)).sqlstate || ' ' || (api.rule_get(v.name)).fields::text, v.result, v.name)
  FROM (VALUES
        ('rule_get_odd_expression', '23505 {email}'),
        ('rule_get_odd_mixed', '23505 {name,email,id}'),
        ('rule_get_odd_including', '23505 {name}'),
        ('rule_get_odd_exclusion', '23P01 {name}'),
        ('rule_get_odd_constant', '23514 {}'),
        ('rule_get_odd_unused', '23514 {}'),
        ('rule_get_odd_used', '23514 {used}'),
        ('rule_get_odd_Ünder_not_null_not_null', '23502 {Ünder_not_null}'))
    AS v (name, result);
SELECT is((api.rule_get('rule_get_odd_constant')).explanation, NULL, 'nothing is said where nobody has said it');

-- what is no rule
SELECT is(test.refusal(format('SELECT api.rule_get(%L)', v.name)), 'TF404 rule_not_found name',
          coalesce(left(v.name, 60), 'NULL') || ': ' || v.why)
  FROM (VALUES
        (NULL, 'no name'),
        ('', 'an empty one'),
        ('no_such_rule', 'an unknown one'),
        ('Ticket_subject_length', 'another one, as case counts'),
        ('ticket', 'a table'),
        ('ticket_by_id', 'an index that is not unique'),
        ('ticket_staff', 'a policy'),
        ('cardinal_number_domain_check', 'a constraint of another schema'),
        ('pg_class_oid_index', 'a unique index of another schema'),
        ('pg_class_relname_not_null', 'a NOT NULL of another schema'),
        ('ticket_agent_id_not_null', 'a column that may be NULL'),
        ('ticket_id_not_null', 'an identity'),
        ('agent_name_key_not_null', 'a key that a trigger writes'),
        ('ticket_ctid_not_null', 'a column of the system''s'),
        ('_not_null', 'no table and no column'),
        (repeat('a_', 100000) || 'not_null', 'no table''s, however long'))
    AS v (name, why);

-- who may
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is((api.rule_get('ticket_not_found')).sqlstate, 'TF404', 'answers whoever asks: the gateway, which nobody has entered');
SET LOCAL SESSION AUTHORIZATION rule_get_service;
SELECT is((api.rule_get('ticket_subject_length')).sqlstate, '23514', 'and a service''s role that is nobody''s');
SET LOCAL SESSION AUTHORIZATION rule_get_stranger;
SELECT is(test.refusal($$SELECT api.rule_get('ticket_not_found')$$), '42501',
          'but no role without ticketfirst_service');
SELECT test.leave();

SELECT * FROM finish();
ROLLBACK;
