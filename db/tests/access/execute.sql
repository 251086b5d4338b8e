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
    ('api.organisation_create(text, boolean)', 'api gateway service'),
    ('api.organisation_delete(bigint, integer)', 'api gateway service'),
    ('api.organisation_get(bigint)', 'api gateway service'),
    ('api.organisation_list(text, text, integer, text, boolean)', 'api gateway service'),
    ('api.organisation_member_add(bigint, bigint)', 'api gateway service'),
    ('api.organisation_member_list(bigint, integer, text)', 'api gateway service'),
    ('api.organisation_member_page(bigint, integer, text)', 'api gateway service'),
    ('api.organisation_member_remove(bigint, bigint)', 'api gateway service'),
    ('api.organisation_page(text, text, integer, text, boolean)', 'api gateway service'),
    ('api.organisation_restore(bigint, integer)', 'api gateway service'),
    ('api.organisation_update(bigint, jsonb, integer)', 'api gateway service'),
    ('api.rule_get(text)', 'api gateway service'),
    ('api.rule_list()', 'api gateway service'),
    ('api.ticket_assign_agent(bigint, bigint, integer)', 'api gateway service'),
    ('api.ticket_assign_client(bigint, bigint, integer)', 'api gateway service'),
    ('api.ticket_create(text, bigint, text, bigint, bigint)', 'api gateway service'),
    ('api.ticket_delete(bigint, integer)', 'api gateway service'),
    ('api.ticket_get(bigint)', 'api gateway service'),
    ('api.ticket_history(bigint, text, integer, text)', 'api gateway service'),
    ('api.ticket_history_page(bigint, text, integer, text)', 'api gateway service'),
    ('api.ticket_list(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text,'
     ' integer, text, boolean, bigint, boolean)', 'api gateway service'),
    ('api.ticket_page(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text,'
     ' integer, text, boolean, bigint, boolean)', 'api gateway service'),
    ('api.ticket_restore(bigint, integer)', 'api gateway service'),
    ('api.ticket_unassign_agent(bigint, integer)', 'api gateway service'),
    ('api.ticket_update(bigint, jsonb, integer)', 'api gateway service'),
    ('api.token_create(bigint, text, timestamptz, bigint, bigint, text[])', 'api gateway service'),
    ('api.token_list(bigint, text, integer, text, boolean, bigint, bigint)', 'api gateway service'),
    ('api.token_page(bigint, text, integer, text, boolean, bigint, bigint)', 'api gateway service'),
    ('api.token_revoke(bigint, integer)', 'api gateway service'),
    ('api.ticket_assign_team(bigint, bigint, integer)', 'api gateway service'),
    ('api.ticket_unassign_team(bigint, integer)', 'api gateway service'),
    ('api.identity_create(text, text, bigint, bigint, bigint)', 'api gateway service'),
    ('api.identity_delete(bigint)', 'api gateway service'),
    ('api.identity_list(text, bigint, bigint, bigint, integer, text)', 'api gateway service'),
    ('api.identity_page(text, bigint, bigint, bigint, integer, text)', 'api gateway service'),
    ('api.me()', 'api gateway service'),
    ('api.service_create(text, text, boolean)', 'api gateway service'),
    ('api.service_delete(bigint, integer)', 'api gateway service'),
    ('api.service_get(bigint)', 'api gateway service'),
    ('api.service_list(text, boolean, text, text, integer, text, boolean)', 'api gateway service'),
    ('api.service_page(text, boolean, text, text, integer, text, boolean)', 'api gateway service'),
    ('api.service_restore(bigint, integer)', 'api gateway service'),
    ('api.service_update(bigint, jsonb, integer)', 'api gateway service'),
    ('api.team_create(text)', 'api gateway service'),
    ('api.team_delete(bigint, integer, bigint)', 'api gateway service'),
    ('api.team_get(bigint)', 'api gateway service'),
    ('api.team_list(text, text, integer, text, boolean)', 'api gateway service'),
    ('api.team_member_add(bigint, bigint)', 'api gateway service'),
    ('api.team_member_list(bigint, integer, text)', 'api gateway service'),
    ('api.team_member_page(bigint, integer, text)', 'api gateway service'),
    ('api.team_member_remove(bigint, bigint)', 'api gateway service'),
    ('api.team_page(text, text, integer, text, boolean)', 'api gateway service'),
    ('api.team_restore(bigint, integer)', 'api gateway service'),
    ('api.team_update(bigint, jsonb, integer)', 'api gateway service'),
    -- The gateway lets its callers in; nobody else has a use for them.
    ('api.enter(bytea, text, timestamptz, text, bytea, text)', 'gateway owner'),
    ('api.idempotency_keep(text, json)', 'gateway owner'),
    -- Services act for others with it; the gateway does by api.enter.
    ('api.act_for(bigint, bigint)', 'owner service'),
    -- Helpers that the public functions call as ticketfirst_api.
    ('internal.actor()', 'api owner'),
    ('internal.actor_agent_id()', 'api owner'),
    ('internal.actor_client_id()', 'api owner'),
    ('internal.actor_client_ids()', 'api owner'),
    ('internal.actor_may(text[])', 'api owner'),
    ('internal.actor_role()', 'api owner'),
    ('internal.actor_sees(text)', 'api owner'),
    ('internal.actor_service_id()', 'api owner'),
    ('internal.actor_team_keys()', 'api owner'),
    ('internal.administrator_guard(internal.actor, text, text)', 'api owner'),
    ('internal.agent_key(bigint)', 'api owner'),
    ('internal.agent_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.agent_tickets_move(bigint, bigint)', 'api owner'),
    ('internal.agents_lock(bigint, bigint)', 'api owner'),
    ('internal.agent_view(desk.agent, internal.actor)', 'api owner'),
    ('internal.changes_require(jsonb, jsonb)', 'api owner'),
    ('internal.client_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.client_require(bigint)', 'api owner'),
    ('internal.client_view(desk.client)', 'api owner'),
    ('internal.clock()', 'api owner'),
    ('internal.comment_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.client_conceal(bigint, integer)', 'api owner'),
    ('internal.comment_conceal(bigint, internal.actor, integer)', 'api owner'),
    ('internal.comment_view(desk.comment)', 'api owner'),
    ('internal.event_view(desk.event, internal.actor)', 'api owner'),
    ('internal.list_binding(text[])', 'api owner'),
    ('internal.list_bound(text[], text, text[])', 'api owner'),
    ('internal.list_cursor_read(text, text, text)', 'api owner'),
    ('internal.list_cursor_write(text, bigint, text)', 'api owner'),
    ('internal.list_limit_require(integer, integer)', 'api owner'),
    ('internal.list_part_make(text, internal.list_cursor, timestamptz, timestamptz)', 'api owner'),
    ('internal.list_query(text, text[], text[], text, text, text, text, internal.list_cursor, integer)', 'api owner'),
    ('internal.list_sort_field(text, text[])', 'api owner'),
    ('internal.permission_covers(desk.permission, internal.actor)', 'api owner'),
    ('internal.permission_holds(internal.actor, text)', 'api owner'),
    ('internal.permission_require(internal.actor, text, text)', 'api owner'),
    ('internal.team_key(bigint)', 'api owner'),
    ('internal.organisation_conceal(bigint, integer)', 'api owner'),
    ('internal.organisation_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.organisation_view(desk.organisation)', 'api owner'),
    ('internal.text_is_email(text)', 'api owner'),
    ('internal.text_is_line(text)', 'api owner'),
    ('internal.text_trim(text)', 'api owner'),
    ('internal.ticket_client_view(desk.ticket)', 'api owner'),
    ('internal.ticket_filter(bigint, bigint, boolean, bigint, boolean, text, timestamptz, timestamptz, timestamptz, timestamptz, text, internal.list_cursor, integer, boolean)', 'api owner'),
    ('internal.ticket_find(bigint, boolean, bigint, text, timestamptz, timestamptz, timestamptz, timestamptz, text, integer, text, boolean, bigint, boolean)', 'api owner'),
    ('internal.ticket_list_clients(internal.actor, bigint)', 'api owner'),
    ('internal.ticket_list_sort(text, timestamptz, timestamptz, timestamptz, timestamptz)', 'api owner'),
    ('internal.ticket_list_teams(internal.actor, bigint, boolean)', 'api owner'),
    ('internal.team_words(bigint, tsvector)', 'api owner'),
    ('internal.ticket_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.ticket_place(bigint, bigint, bigint, internal.actor)', 'api owner'),
    ('internal.ticket_conceal(bigint, integer)', 'api owner'),
    ('internal.ticket_look(tsquery, boolean, bigint[], text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_match(text, bigint[], text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_search(text, bigint[], integer, integer)', 'api owner'),
    ('internal.ticket_walk_agent(bigint, text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_walk_all(text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_walk_clients(bigint[], text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_walk_ids(bigint[], text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_walk_teams(bigint[], text, internal.list_part, integer)', 'api owner'),
    ('internal.ticket_staff_view(desk.ticket)', 'api owner'),
    ('internal.ticket_team(bigint, bigint, bigint[])', 'api owner'),
    ('internal.ticket_view(desk.ticket, internal.actor)', 'api owner'),
    ('internal.token_actor_require(internal.actor, bigint, bigint, bigint)', 'api owner'),
    ('internal.token_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.token_view(desk.api_token)', 'api owner'),
    ('internal.credential_role(bigint, bigint, bigint)', 'api owner'),
    ('internal.identity_view(desk.identity)', 'api owner'),
    ('internal.service_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.service_role_require(text)', 'api owner'),
    ('internal.service_view(desk.service)', 'api owner'),
    ('internal.team_lock(bigint, integer, internal.actor, text, boolean)', 'api owner'),
    ('internal.team_member_view(desk.team_member)', 'api owner'),
    ('internal.team_require(bigint)', 'api owner'),
    ('internal.team_tickets_move(bigint, bigint)', 'api owner'),
    ('internal.team_view(desk.team)', 'api owner'),
    ('internal.teams_lock(bigint, bigint)', 'api owner'),
    -- Triggers, and what only the owner's functions call: who is asking, above all, is nobody else's to say.
    ('internal.actor_act_for(internal.actor, bigint, bigint)', 'owner'),
    ('internal.actor_leave(text)', 'owner'),
    ('internal.actor_make(bigint, bigint, bigint)', 'owner'),
    ('internal.actor_name(internal.actor)', 'owner'),
    ('internal.actor_unknown()', 'owner'),
    ('internal.agent_check()', 'owner'),
    ('internal.assertion_key_set(bytea)', 'owner'),
    ('internal.client_check()', 'owner'),
    ('internal.comment_check()', 'owner'),
    ('internal.comment_keep_ticket()', 'owner'),
    ('internal.credential_name(bigint, bigint, bigint)', 'owner'),
    ('internal.event_visibility(text, jsonb, jsonb, jsonb)', 'owner'),
    ('internal.hmac_sha256(bytea, bytea)', 'owner'),
    ('internal.idempotency_enter(text, text, bytea)', 'owner'),
    ('internal.identity_enter(bytea)', 'owner'),
    ('internal.isolation_require()', 'owner'),
    ('internal.journal_guard()', 'owner'),
    ('internal.journal_write()', 'owner'),
    ('internal.name_key()', 'owner'),
    ('internal.subject_key()', 'owner'),
    ('internal.organisation_check()', 'owner'),
    ('internal.organisation_member_check()', 'owner'),
    ('internal.permission_check()', 'owner'),
    ('internal.person_key()', 'owner'),
    ('internal.row_stamp()', 'owner'),
    ('internal.seal(text)', 'owner'),
    ('internal.seal_key()', 'owner'),
    ('internal.session_actor()', 'owner'),
    ('internal.team_check()', 'owner'),
    ('internal.team_member_check()', 'owner'),
    ('internal.ticket_check()', 'owner'),
    ('internal.hmac_sha256(bytea, bytea)', 'owner'),
    ('internal.identity_enter(bytea)', 'owner'),
    ('internal.token_enter(bytea)', 'owner'),
    ('internal.token_use_note(bigint)', 'owner'),
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
