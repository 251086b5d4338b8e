BEGIN;
SELECT plan(37);

SELECT test.agent('Ada') AS ada, test.agent('Ben') AS ben, test.agent('Root', 'admin') AS root,
       test.agent('Idle', active => false) AS idle, test.agent('Gone') AS gone,
       test.client('Cleo') AS cleo, test.client('Dora') AS dora, test.client('Still', active => false) AS still,
       test.client('Left') AS left \gset
UPDATE desk.agent SET deleted_at = now() WHERE id = :gone;
UPDATE desk.client SET deleted_at = now() WHERE id = :left;
CREATE ROLE ticket_create_mapped LOGIN;
CREATE ROLE ticket_create_unmapped LOGIN;
CREATE ROLE ticket_create_stranger LOGIN;
GRANT ticketfirst_service TO ticket_create_mapped, ticket_create_unmapped;
GRANT USAGE ON SCHEMA api TO ticket_create_stranger;
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('ticket_create_mapped', :ben);

SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.request_id', 'req-1', true);
SELECT r.id AS ticket, to_jsonb(r) AS made
  FROM api.ticket_create(subject => E' \u00a0Printer on fire\n', client_id => :cleo, description => E' Smoke\n', agent_id => :ben) AS r \gset
SELECT is(
    :'made'::jsonb,
    jsonb_build_object(
        'id', :ticket, 'subject', 'Printer on fire', 'description', E' Smoke\n', 'client_id', :cleo, 'agent_id', :ben,
        'team_id', NULL, 'comment_count', 0, 'last_comment_at', NULL, 'version', 1, 'created_at', now(), 'updated_at', now()
    ),
    'returns the ticket, its subject trimmed and its description as it came'
);
SELECT is(to_jsonb(api.ticket_get(:ticket)), :'made'::jsonb, 'and keeps it');
SELECT r.id AS plain FROM api.ticket_create('Mouse gone', :cleo) AS r \gset
SELECT is((api.ticket_get(:plain)).description, '', 'left out, the description is empty');
SELECT is((api.ticket_get(:plain)).agent_id, NULL, 'and nobody is assigned');
SELECT is((api.ticket_create('Mouse gone', :cleo, NULL, NULL)).description, '', 'NULL is an empty description too');
SELECT isnt((api.ticket_create('Mouse gone', :cleo)).id, :plain::bigint, 'the same again is another ticket');

SELECT test.leave();
SELECT is(
    (SELECT to_jsonb(t) - 'subject_key' FROM desk.ticket AS t WHERE t.id = :ticket),
    :'made'::jsonb || '{"deleted_at": null}',
    'the table has the row'
);
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - 'id') FROM desk.event AS e WHERE e.ticket_id = :ticket),
    jsonb_build_array(jsonb_build_object(
        'entity', 'ticket', 'entity_id', :ticket, 'ticket_id', :ticket, 'former_ticket_id', NULL, 'action', 'create', 'version', 1,
        'changes', jsonb_build_object(
            'subject', jsonb_build_object('from', NULL, 'to', 'Printer on fire'),
            'description', jsonb_build_object('from', NULL, 'to', E' Smoke\n'),
            'client_id', jsonb_build_object('from', NULL, 'to', :cleo),
            'agent_id', jsonb_build_object('from', NULL, 'to', :ben),
            'comment_count', '{"from": null, "to": 0}'::jsonb,
            'created_at', jsonb_build_object('from', NULL, 'to', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                                                                || rtrim(to_char(now() AT TIME ZONE 'UTC', '.US'), '0') || '+00:00')
        ),
        'visibility', 'public', 'actor_agent_id', :ada, 'actor_client_id', NULL, 'actor_service_id', NULL, 'by_agent_id', NULL,
        'by_service_id', NULL, 'database_role', 'ticketfirst_gateway', 'request_id', 'req-1', 'happened_at', now()
    )),
    'the journal has one event'
);

SELECT test.enter_as(:ada);
SELECT is(test.refusal(format('SELECT api.ticket_create(NULL, %s)', :cleo)),
          '23502 ticket_subject_not_null subject', 'refuses no subject');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_create(%L, %s)', s.subject, :cleo)))
       FROM (VALUES (''), (' '), (E'\t\r\n'), (U&'\3000\00A0\200B\FEFF'), (repeat('x', 201))) AS s (subject)),
    ARRAY['23514 ticket_subject_length'], 'refuses a subject of 0 characters, once trimmed, or of 201'
);
SELECT is(char_length((api.ticket_create(' ' || repeat('x', 200) || ' ', :cleo)).subject), 200, 'takes one of 200, before white space');
SELECT is((api.ticket_create('x', :cleo)).subject, 'x', 'and one of 1');
SELECT is((api.ticket_create('vacuum for the van, maxi v', :cleo)).subject, 'vacuum for the van, maxi v', 'trims no letters');
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT api.ticket_create(%L, %s)', s.subject, :cleo)))
       FROM (VALUES (E'a\nb'), (E'a\tb'), (E'a\u0085b'), (E'a\u2028b'), (E'\u0001a'), (E'a\u007f')) AS s (subject)),
    ARRAY['23514 ticket_subject_one_line'], 'refuses a subject of two lines or with control characters'
);
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s, repeat(''x'', 65537))', :cleo)),
          '23514 ticket_description_length', 'refuses a description of 65,537 characters');
SELECT is(char_length((api.ticket_create('Printer', :cleo, repeat('x', 65536))).description), 65536, 'takes one of 65,536');
SELECT is(test.refusal('SELECT api.ticket_create(''Printer'', NULL)'),
          '23502 ticket_client_id_not_null client_id', 'refuses no client');
SELECT is(test.refusal('SELECT api.ticket_create(''Printer'', 0)'),
          'TF422 ticket_client_not_found client_id', 'refuses a client who never was');
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :left)),
          'TF422 ticket_client_not_found client_id', 'refuses a deleted client');
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :still)),
          'TF422 ticket_client_inactive client_id', 'refuses a client who is not active');
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s, agent_id => 0)', :cleo)),
          'TF422 ticket_agent_not_found agent_id', 'refuses an agent who never was');
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s, agent_id => %s)', :cleo, :gone)),
          'TF422 ticket_agent_not_found agent_id', 'refuses a deleted agent');
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s, agent_id => %s)', :cleo, :idle)),
          'TF422 ticket_agent_inactive agent_id', 'refuses an agent who is not active');
SELECT test.leave();
SELECT is((SELECT count(*) FROM desk.ticket), (SELECT count(*) FROM desk.event WHERE entity = 'ticket'),
          'each ticket has one event, and what was refused has none');

-- the clock
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00+00', true);
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :cleo)),
          'TF403 permission_missing clock', 'an agent may not set the clock');
SELECT test.enter_as(:root);
SELECT set_config('ticketfirst.clock', '2012-05-01 08:00+00', true);
SELECT r.id AS old, to_jsonb(r) AS made FROM api.ticket_create('Printer', :cleo) AS r \gset
SELECT is(array[(api.ticket_get(:old)).created_at, (api.ticket_get(:old)).updated_at], array_fill(timestamptz '2012-05-01 08:00+00', ARRAY[2]),
          'an administrator may, and the ticket is of that time');
SELECT is((SELECT e.happened_at FROM api.ticket_history(:old) AS e), '2012-05-01 08:00+00', 'and so is its event');

-- who may
SELECT test.enter_as(:ada);
SELECT set_config('ticketfirst.actor', '', true);
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :cleo)),
          '28000 actor_unknown', 'refuses nobody');
SELECT is(test.refusal('SELECT api.ticket_create(''Printer'', 0)'),
          '28000 actor_unknown', 'and does not tell nobody what is there');
SET LOCAL SESSION AUTHORIZATION ticket_create_mapped;
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :cleo)),
          'allowed', 'a database role acts as the agent it is mapped to');
SELECT test.leave();
SELECT is(
    (SELECT ROW(e.entity, e.action, e.actor_agent_id, e.database_role::text)::text FROM desk.event AS e ORDER BY e.id DESC LIMIT 1),
    ROW('ticket', 'create', :ben, 'ticket_create_mapped')::text,
    'and the journal says so'
);
SET LOCAL SESSION AUTHORIZATION ticket_create_unmapped;
SELECT set_config('ticketfirst.actor', :'ada', true), set_config('ticketfirst.actor_role', 'admin', true);
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :cleo)),
          '28000 actor_unknown', 'a database role that is not mapped is nobody, whatever it sets');
SET LOCAL SESSION AUTHORIZATION ticket_create_stranger;
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :cleo)),
          '42501', 'a role without ticketfirst_service may not execute it');
SELECT test.leave();
SELECT is(test.refusal(format('SELECT api.ticket_create(''Printer'', %s)', :cleo)),
          'allowed', 'a superuser is an administrator');
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'api.ticket_create'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service'],
    'its owner, the gateway and services may execute it'
);

-- whose team
SELECT test.leave();
SELECT test.team('First line', :ada) AS team \gset
UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'ticket_assign_team';
SELECT test.enter_as(:ada);
SELECT is(test.refusal(format($$SELECT api.ticket_create('Printer', %s, team_id => %s)$$, :cleo, :team)),
          'TF403 permission_missing team_id', 'who may give no ticket to a team makes none of it, not even of its own');
SELECT is(test.refusal(format($$SELECT api.ticket_create('Printer', %s)$$, :cleo)), 'allowed', 'but one of no team');

SELECT * FROM finish();
ROLLBACK;
