-- Who may execute which function: this list is the whole of it. owner is ticketfirst_owner, and so on.
BEGIN;
SELECT plan(11);

CREATE TABLE pg_temp.listed (function text NOT NULL, roles text NOT NULL);
INSERT INTO pg_temp.listed (function, roles) VALUES
    -- The public contract, for the gateway and every role with ticketfirst_service; run as ticketfirst_api.
    ('api.agent_create(text, text, text, boolean)', 'api gateway service'),
    ('api.agent_delete(bigint, integer, bigint)', 'api gateway service'),
    ('api.agent_get(bigint)', 'api gateway service'),
    ('api.agent_list(text, boolean, text, text, integer, text, boolean)', 'api gateway service'),
    ('api.agent_page(text, boolean, text, text, integer, text, boolean)', 'api gateway service'),
    ('api.agent_restore(bigint, integer)', 'api gateway service'),
    ('api.agent_update(bigint, jsonb, integer, bigint, boolean)', 'api gateway service'),
    ('api.client_create(text, text, boolean)', 'api gateway service'),
    ('api.client_delete(bigint, integer)', 'api gateway service'),
    ('api.client_get(bigint)', 'api gateway service'),
    ('api.client_list(text, boolean, text, text, integer, text, boolean)', 'api gateway service'),
    ('api.client_page(text, boolean, text, text, integer, text, boolean)', 'api gateway service'),
    ('api.client_restore(bigint, integer)', 'api gateway service'),
    ('api.client_update(bigint, jsonb, integer)', 'api gateway service'),
    ('api.comment_create(bigint, text, text, bigint, bigint)', 'api gateway service'),
    ('api.comment_delete(bigint, integer)', 'api gateway service'),
    ('api.comment_get(bigint)', 'api gateway service'),
    ('api.comment_list(bigint, text, integer, text, boolean)', 'api gateway service'),
    ('api.comment_move(bigint, bigint, integer)', 'api gateway service'),
    ('api.comment_page(bigint, text, integer, text, boolean)', 'api gateway service'),
    ('api.comment_restore(bigint, integer)', 'api gateway service'),
    ('api.comment_update(bigint, jsonb, integer)', 'api gateway service'),
    ('api.health()', 'api gateway service'),
    ('api.rule_get(text)', 'api gateway service'),
    ('api.rule_list()', 'api gateway service'),
    ('api.ticket_assign_agent(bigint, bigint, integer)', 'api gateway service'),
    ('api.ticket_assign_client(bigint, bigint, integer)', 'api gateway service'),
    ('api.ticket_create(text, bigint, text, bigint)', 'api gateway service'),
    ('api.ticket_delete(bigint, integer)', 'api gateway service'),
    ('api.ticket_get(bigint)', 'api gateway service'),
    ('api.ticket_history(bigint, text, integer, text)', 'api gateway service'),
    ('api.ticket_history_page(bigint, text, integer, text)', 'api gateway service'),
    ('api.ticket_list(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text,'
     ' integer, text, boolean)', 'api gateway service'),
    ('api.ticket_page(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text,'
     ' integer, text, boolean)', 'api gateway service'),
    ('api.ticket_restore(bigint, integer)', 'api gateway service'),
    ('api.ticket_unassign_agent(bigint, integer)', 'api gateway service'),
    ('api.ticket_update(bigint, jsonb, integer)', 'api gateway service'),
    ('api.token_create(bigint, text, timestamptz)', 'api gateway service'),
    ('api.token_list(bigint, text, integer, text, boolean)', 'api gateway service'),
    ('api.token_page(bigint, text, integer, text, boolean)', 'api gateway service'),
    ('api.token_revoke(bigint, integer)', 'api gateway service'),
    -- The gateway lets its callers in; nobody else has a use for them.
    ('api.enter(bytea, text, timestamptz, text, bytea)', 'gateway owner'),
    ('api.idempotency_keep(text, json)', 'gateway owner'),
    -- Helpers that the public functions call as ticketfirst_api.
    ('internal.actor_agent_id()', 'api owner'),
    ('internal.actor_is_administrator()', 'api owner'),
    ('internal.actor_is_staff()', 'api owner'),
    ('internal.actor_role()', 'api owner'),
    ('internal.actor_unknown()', 'api owner'),
    ('internal.administrator_require(text, text)', 'api owner'),
    ('internal.agent_key(bigint)', 'api owner'),
    ('internal.agent_lock(bigint, integer, boolean)', 'api owner'),
    ('internal.agent_tickets_move(bigint, bigint)', 'api owner'),
    ('internal.agents_lock(bigint, bigint)', 'api owner'),
    ('internal.agent_view(desk.agent)', 'api owner'),
    ('internal.changes_require(jsonb, jsonb)', 'api owner'),
    ('internal.client_lock(bigint, integer, boolean)', 'api owner'),
    ('internal.client_view(desk.client)', 'api owner'),
    ('internal.clock()', 'api owner'),
    ('internal.comment_lock(bigint, integer, boolean)', 'api owner'),
    ('internal.comment_view(desk.comment)', 'api owner'),
    ('internal.event_view(desk.event)', 'api owner'),
    ('internal.list_binding(text[])', 'api owner'),
    ('internal.list_bound(text[], text, text[])', 'api owner'),
    ('internal.list_cursor_read(text, text, text)', 'api owner'),
    ('internal.list_cursor_write(text, bigint, text)', 'api owner'),
    ('internal.list_limit_require(integer, integer)', 'api owner'),
    ('internal.list_query(text, text[], text[], text, text, text, text, internal.list_cursor, integer)', 'api owner'),
    ('internal.list_sort_field(text, text[])', 'api owner'),
    ('internal.session_actor()', 'api owner'),
    ('internal.text_is_email(text)', 'api owner'),
    ('internal.text_is_line(text)', 'api owner'),
    ('internal.text_trim(text)', 'api owner'),
    ('internal.ticket_list_sort(text, timestamptz, timestamptz, timestamptz, timestamptz)', 'api owner'),
    ('internal.ticket_lock(bigint, integer, boolean)', 'api owner'),
    ('internal.ticket_search(text)', 'api owner'),
    ('internal.ticket_view(desk.ticket)', 'api owner'),
    ('internal.times_in_range(timestamptz[])', 'api owner'),
    ('internal.token_lock(bigint, integer, boolean)', 'api owner'),
    ('internal.token_view(desk.api_token)', 'api owner'),
    -- Triggers, and what only the owner's functions call.
    ('internal.agent_check()', 'owner'),
    ('internal.client_check()', 'owner'),
    ('internal.comment_check()', 'owner'),
    ('internal.comment_keep_ticket()', 'owner'),
    ('internal.idempotency_enter(bigint, text, bytea)', 'owner'),
    ('internal.isolation_require()', 'owner'),
    ('internal.journal_guard()', 'owner'),
    ('internal.journal_write()', 'owner'),
    ('internal.person_key()', 'owner'),
    ('internal.row_stamp()', 'owner'),
    ('internal.ticket_check()', 'owner'),
    ('internal.truncate_refuse()', 'owner');

CREATE VIEW pg_temp.found AS
SELECT p.oid::regprocedure::text AS function,
       (SELECT string_agg(
                   CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE replace(a.grantee::regrole::text, 'ticketfirst_', '') END
                   || CASE WHEN a.is_grantable THEN ' (and may grant it)' ELSE '' END,
                   ' ' ORDER BY a.grantee::regrole::text
               )
          FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a) AS roles
  FROM pg_proc AS p
 WHERE p.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace, 'desk'::regnamespace);

SELECT is_empty(
    'SELECT l.function FROM pg_temp.listed AS l WHERE to_regprocedure(l.function) IS NULL',
    'every function of the list exists'
);
SELECT is_empty(
    $$SELECT f.function FROM pg_temp.found AS f
      EXCEPT
      SELECT to_regprocedure(l.function)::text FROM pg_temp.listed AS l$$,
    'every function is in the list'
);
SELECT set_eq(
    'SELECT f.function, f.roles FROM pg_temp.found AS f',
    'SELECT to_regprocedure(l.function)::text, l.roles FROM pg_temp.listed AS l',
    'and executed by these roles alone'
);

-- what the list means, tried out
SELECT test.agent('Ada', 'admin') AS ada \gset
CREATE ROLE execute_service LOGIN;
GRANT ticketfirst_service TO execute_service;
CREATE ROLE execute_stranger LOGIN;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('execute_service', :ada), ('execute_stranger', :ada);
SET LOCAL SESSION AUTHORIZATION execute_service;
SELECT is(test.refusal('SELECT api.client_list()'), 'allowed',
          'a role with ticketfirst_service calls the public functions');
SELECT is(test.refusal($$SELECT api.enter('\x00')$$), '42501', 'but cannot enter as somebody else');
SELECT is(test.refusal($$SELECT api.idempotency_keep('k', '{}')$$), '42501', 'or keep an answer');
SELECT is(test.refusal('SELECT internal.actor_role()'), '42501', 'or call a helper');
SET LOCAL SESSION AUTHORIZATION execute_stranger;
SELECT is(test.refusal('SELECT api.client_list()'), '42501', 'a role without it calls nothing, mapped or not');
SELECT is(test.refusal('SELECT api.health()'), '42501', 'not even the answer that all is well');
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal($$SELECT api.enter('\x00')$$), '28000 token_invalid', 'the gateway enters');
SELECT is(test.refusal('SELECT internal.clock()'), '42501', 'but calls no helper');

SELECT * FROM finish();
ROLLBACK;
