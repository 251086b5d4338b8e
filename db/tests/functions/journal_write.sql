BEGIN;
SELECT plan(17);

-- Wherever the session is, the journal's times are in UTC.
SET LOCAL timezone = 'Asia/Kolkata';
SELECT test.agent('Ada', 'admin') AS ada, test.agent('Ben') AS ben, test.client('Cleo') AS cleo,
       test.client('Dora') AS dora \gset
SELECT test.ticket(:cleo, :ben) AS ticket, test.ticket(:cleo) AS other \gset
SELECT test.comment(:ticket, :ben) AS comment \gset
SELECT max(id) AS before FROM desk.event \gset

-- what is made, each kind of row
SELECT is(
    (SELECT jsonb_agg(to_jsonb(e) - '{id,happened_at}'::text[] ORDER BY e.id) FROM desk.event AS e
      WHERE e.entity = v.entity AND e.entity_id = v.entity_id AND e.action = 'create'),
    jsonb_build_array(jsonb_build_object(
        'entity', v.entity, 'entity_id', v.entity_id, 'ticket_id', v.ticket_id, 'former_ticket_id', NULL,
        'action', 'create', 'version', 1, 'changes', v.changes || jsonb_build_object('created_at', jsonb_build_object(
            'from', NULL, 'to', trim(to_jsonb(now() AT TIME ZONE 'UTC')::text, '"') || '+00:00')),
        'visibility', v.visibility, 'actor_agent_id', NULL, 'actor_client_id', NULL, 'actor_service_id', NULL,
        'by_agent_id', NULL, 'by_service_id', NULL, 'database_role', session_user, 'request_id', NULL
    )),
    'the making of a row, with all it has: ' || v.entity
)
  FROM (VALUES
        ('agent', :ben::bigint, NULL::bigint, 'internal',
         '{"name": {"from": null, "to": "Ben"}, "email": {"from": null, "to": "ben@desk.example"},
           "role": {"from": null, "to": "agent"}, "active": {"from": null, "to": true}}'::jsonb),
        ('client', :cleo, NULL, 'internal',
         '{"name": {"from": null, "to": "Cleo"}, "email": {"from": null, "to": "cleo@client.example"},
           "active": {"from": null, "to": true}}'),
        ('ticket', :ticket, :ticket, 'public',
         jsonb_build_object('subject', '{"from": null, "to": "Printer on fire"}'::jsonb,
                            'description', '{"from": null, "to": ""}'::jsonb,
                            'comment_count', '{"from": null, "to": 0}'::jsonb,
                            'client_id', jsonb_build_object('from', NULL, 'to', :cleo),
                            'agent_id', jsonb_build_object('from', NULL, 'to', :ben))),
        ('comment', :comment, :ticket, 'public',
         jsonb_build_object('body', '{"from": null, "to": "On my way"}'::jsonb,
                            'visibility', '{"from": null, "to": "public"}'::jsonb,
                            'ticket_id', jsonb_build_object('from', NULL, 'to', :ticket),
                            'author_agent_id', jsonb_build_object('from', NULL, 'to', :ben))))
    AS v (entity, entity_id, ticket_id, visibility, changes);
RESET timezone;
SELECT is((SELECT e.happened_at FROM desk.event AS e WHERE e.entity = 'client' AND e.entity_id = :cleo), now(),
          'it happened at the time of the clock');

-- what a DBA changes
UPDATE desk.client SET name = 'Clio', active = false WHERE id = :cleo;
SELECT is((SELECT array_agg(row(e.action, e.entity_id, e.version, e.changes, e.actor_agent_id, e.database_role)::text)
             FROM desk.event AS e WHERE e.id > :before),
          ARRAY[row('update', :cleo, 2,
          '{"name": {"from": "Cleo", "to": "Clio"}, "active": {"from": true, "to": false}}'::jsonb,
                    NULL, session_user)::text],
          'a DBA''s update, with the columns that changed, under the role that did it');
SELECT max(id) AS before FROM desk.event \gset
UPDATE desk.client SET name = name, active = false, version = 9, updated_at = now() WHERE id = :cleo;
UPDATE desk.agent SET name = name;
UPDATE desk.comment SET body = body;
UPDATE desk.ticket SET subject = subject;
SELECT is((SELECT count(*) FROM desk.event AS e WHERE e.id > :before), 0::bigint, 'nothing, where nothing changed');
UPDATE desk.client SET active = NOT active WHERE id IN (:cleo, :dora);
SELECT is((SELECT array_agg(row(e.entity_id,
          e.changes)::text ORDER BY e.entity_id) FROM desk.event AS e WHERE e.id > :before),
          ARRAY[row(:cleo, '{"active": {"from": false, "to": true}}'::jsonb)::text,
                row(:dora, '{"active": {"from": true, "to": false}}'::jsonb)::text],
          'one event for each row of an update');
SELECT max(id) AS before FROM desk.event \gset
UPDATE desk.ticket SET agent_id = NULL, description = 'Smoke' WHERE id = :ticket;
SELECT is((SELECT array_agg(e.changes) FROM desk.event AS e WHERE e.id > :before),
          ARRAY[jsonb_build_object('agent_id', jsonb_build_object('from', :ben, 'to', NULL),
                                   'description', '{"from": "", "to": "Smoke"}'::jsonb)],
          'what became NULL is null');

-- deletions and restorations
SELECT max(id) AS before FROM desk.event \gset
UPDATE desk.client SET deleted_at = '2026-01-01 00:00:00+00' WHERE id = :dora;
UPDATE desk.client SET deleted_at = '2026-01-02 00:00:00+00' WHERE id = :dora;
UPDATE desk.client SET name = 'Dodo' WHERE id = :dora;
UPDATE desk.client SET deleted_at = NULL, name = 'Dora' WHERE id = :dora;
SELECT is(
    (SELECT array_agg(row(e.action, e.version,
    e.changes)::text ORDER BY e.id) FROM desk.event AS e WHERE e.id > :before),
    ARRAY[
        row('delete', 3, '{"deleted_at": {"from": null, "to": "2026-01-01T00:00:00+00:00"}}'::jsonb)::text,
        row('update', 4,
        '{"deleted_at": {"from": "2026-01-01T00:00:00+00:00", "to": "2026-01-02T00:00:00+00:00"}}'::jsonb)::text,
        row('update', 5, '{"name": {"from": "Dora", "to": "Dodo"}}'::jsonb)::text,
        row('restore', 6, '{"name": {"from": "Dodo", "to": "Dora"},
                            "deleted_at": {"from": "2026-01-02T00:00:00+00:00", "to": null}}'::jsonb)::text
    ],
    'a deletion and a restoration, told from other changes'
);
SELECT max(id) AS before FROM desk.event \gset
SELECT set_config('ticketfirst.clock', '2030-01-01 00:00:00+00', true);
DELETE FROM desk.client WHERE id = :dora;
SELECT set_config('ticketfirst.clock', '', true);
SELECT is(
    (SELECT array_agg(row(e.action, e.entity_id, e.version, e.changes - 'created_at', e.happened_at)::text)
       FROM desk.event AS e WHERE e.id > :before),
    ARRAY[row('purge', :dora, 6,
    '{"name": {"from": "Dora", "to": null}, "email": {"from": "dora@client.example", "to": null},
                                   "active": {"from": false,
                                   "to": null}}'::jsonb, '2030-01-01 00:00:00+00'::timestamptz)::text],
    'a DBA''s delete, with all that is gone'
);

-- comments belong to the history of their ticket
SELECT max(id) AS before FROM desk.event \gset
UPDATE desk.comment SET ticket_id = :other WHERE id = :comment;
UPDATE desk.comment SET body = 'Done' WHERE id = :comment;
DELETE FROM desk.comment WHERE id = :comment;
SELECT is(
    (SELECT array_agg(row(e.action, e.ticket_id, e.former_ticket_id)::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.id > :before AND e.entity = 'comment'),
    ARRAY[row('update', :other, :ticket)::text, row('update', :other, NULL)::text, row('purge', :other, NULL)::text],
    'a comment''s ticket, and the one it was moved away from'
);
SELECT is(
    (SELECT array_agg(row(e.entity_id, e.changes -> 'comment_count')::text ORDER BY e.id) FROM desk.event AS e
      WHERE e.id > :before AND e.entity = 'ticket'),
    ARRAY[row(:ticket, '{"from": 1, "to": 0}'::jsonb)::text, row(:other, '{"from": 0, "to": 1}'::jsonb)::text,
          row(:other, '{"from": 1, "to": 0}'::jsonb)::text],
    'and the tickets'' own changes'
);

-- who, and in which request
SELECT max(id) AS before FROM desk.event \gset
SELECT set_config('ticketfirst.request_id', 'import-7', true);
UPDATE desk.client SET name = 'Cleo' WHERE id = :cleo;
SELECT test.enter_as(:ben);
SELECT (api.client_update(:cleo, '{"name": "Clio"}')).version AS version \gset
SELECT test.leave();
SELECT test.token(:ada) AS hash \gset
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT (api.enter(:'hash', 'r-1', '2012-05-01 08:00:00+00')).role AS entered \gset
SELECT (api.client_update(:cleo, '{"name": "Cleo"}')).version AS version \gset
SELECT test.leave();
SELECT is(
    (SELECT array_agg(row(e.actor_agent_id, e.database_role, e.request_id, e.happened_at)::text ORDER BY e.id)
       FROM desk.event AS e WHERE e.id > :before),
    ARRAY[row(NULL, session_user, NULL, now())::text, row(:ben, 'ticketfirst_gateway', NULL, now())::text,
          row(:ada, 'ticketfirst_gateway', 'r-1', '2012-05-01 08:00:00+00'::timestamptz)::text],
    'the agent, the role that has logged in, the request and the time by the clock'
);

-- replaying the events of a row gives the row
SELECT is(
    (SELECT jsonb_object_agg(c.key, c.value -> 'to' ORDER BY e.id)
       FROM desk.event AS e, jsonb_each(e.changes) AS c
      WHERE e.entity = 'ticket' AND e.entity_id = :ticket),
    (SELECT jsonb_strip_nulls(to_jsonb(t) - '{id,version,updated_at,subject_key}'::text[])
            || '{"agent_id": null, "last_comment_at": null}' FROM desk.ticket AS t WHERE t.id = :ticket),
    'replaying the events of a row gives the row'
);
SELECT is((SELECT max(e.version) FROM desk.event AS e WHERE e.entity = 'ticket' AND e.entity_id = :ticket),
          (SELECT t.version FROM desk.ticket AS t WHERE t.id = :ticket), 'up to its version');

SELECT set_eq(
    $$SELECT t.tgrelid::regclass::text FROM pg_trigger AS t
       WHERE t.tgfoid = 'internal.journal_write()'::regprocedure AND t.tgtype = 1 | 4 | 8 | 16 AND t.tgenabled = 'O'$$,
    ARRAY['desk.agent', 'desk.client', 'desk.comment', 'desk.organisation', 'desk.organisation_member', 'desk.service', 'desk.team',
          'desk.team_member', 'desk.ticket'],
    'it follows every insert, update and delete of these tables'
);

SELECT * FROM finish();
ROLLBACK;
