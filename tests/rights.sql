-- The world that rights.txt speaks of. Loaded by a superuser into a test database; never deployed.
CREATE SCHEMA rights;
GRANT USAGE ON SCHEMA rights TO PUBLIC;

CREATE TABLE rights.object (
    name text PRIMARY KEY,
    relation text NOT NULL,
    id bigint,
    condition text NOT NULL, -- which row of the table it is
    fields jsonb NOT NULL    -- what a row like it has; # is a number that was not used before
);
CREATE SEQUENCE rights.number;

CREATE FUNCTION rights.id(name text)
RETURNS bigint LANGUAGE sql STABLE AS 'SELECT o.id FROM rights.object AS o WHERE o.name = id.name';

CREATE FUNCTION rights.keep(name text, relation text, id bigint, condition text, fields jsonb DEFAULT '{}')
RETURNS void LANGUAGE sql AS $$
    INSERT INTO rights.object AS o (name, relation, id, condition, fields)
    VALUES (keep.name, keep.relation, keep.id, keep.condition, keep.fields)
    ON CONFLICT ON CONSTRAINT object_pkey DO UPDATE
       SET (relation, id, condition, fields) = (excluded.relation, excluded.id, excluded.condition, excluded.fields);
$$;

-- Makes a row of a table of desk, under a name.
CREATE FUNCTION rights.make(name text, relation text, fields jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_columns CONSTANT text := (SELECT string_agg(format('%I', k.key), ', ') FROM jsonb_object_keys(make.fields) AS k (key));
    v_id bigint;
BEGIN
    EXECUTE format(
        'INSERT INTO desk.%1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::desk.%1$I, $1) RETURNING id',
        make.relation, v_columns
    )
    INTO v_id
    USING cast(replace(make.fields::text, '#', nextval('rights.number')::text) AS jsonb);
    PERFORM rights.keep(make.name, make.relation, v_id, 'id = ' || v_id, make.fields);
END;
$$;

-- The same, and deletes it softly.
CREATE FUNCTION rights.make_gone(name text, relation text, fields jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM rights.make(make_gone.name, make_gone.relation, make_gone.fields);
    EXECUTE format('UPDATE desk.%I SET deleted_at = now() WHERE id = $1', make_gone.relation)
    USING rights.id(make_gone.name);
END;
$$;

CREATE FUNCTION rights.keep_event(name text, relation text, object text)
RETURNS void LANGUAGE sql AS $$
    SELECT rights.keep(
               keep_event.name, 'event', e.id, 'id = ' || e.id,
               jsonb_build_object('entity', e.entity, 'entity_id', e.entity_id, 'action', 'update', 'version', 9,
                                  'changes', '{}', 'visibility', 'public', 'ticket_id', e.ticket_id,
                                  'database_role', 'postgres', 'request_id', 'r#', 'happened_at', now())
           )
      FROM desk.event AS e
     WHERE e.entity = keep_event.relation AND e.entity_id = rights.id(keep_event.object) AND e.action = 'create';
$$;

-- Who asks.
SELECT rights.make('admin', 'agent', '{"name": "Ada", "email": "admin@desk.example", "role": "admin"}'),
       rights.make('lead', 'agent', '{"name": "Lea", "email": "lead@desk.example", "role": "lead"}'),
       rights.make('agent', 'agent', '{"name": "Ben", "email": "agent@desk.example", "role": "agent"}'),
       rights.make('other', 'agent', '{"name": "Oda", "email": "other@desk.example", "role": "agent"}'),
       rights.make('client', 'client', '{"name": "Cleo", "email": "client@client.example"}'),
       rights.make('mate', 'client', '{"name": "Mark", "email": "mate@client.example"}'),
       rights.make('stranger', 'client', '{"name": "Sue", "email": "stranger@client.example"}'),
       rights.make('neighbour', 'client', '{"name": "Nell", "email": "neighbour@client.example"}'),
       rights.make('portal', 'service', '{"name": "Portal", "role": "portal"}'),
       rights.make('importer', 'service', '{"name": "Importer", "role": "importer"}'),
       rights.make('monitor', 'service', '{"name": "Monitor", "role": "monitor"}'),
       rights.make('team_a', 'team', '{"name": "A #"}'),
       rights.make('team_b', 'team', '{"name": "B #"}'),
       rights.make('firm', 'organisation', '{"name": "Firm #", "is_shared": true}'),
       rights.make('club', 'organisation', '{"name": "Club #", "is_shared": false}');
INSERT INTO desk.team_member (team_id, agent_id)
VALUES (rights.id('team_a'), rights.id('lead')), (rights.id('team_a'), rights.id('agent')), (rights.id('team_b'), rights.id('other'));
INSERT INTO desk.organisation_member (organisation_id, client_id)
VALUES (rights.id('firm'), rights.id('client')), (rights.id('firm'), rights.id('mate')),
       (rights.id('club'), rights.id('stranger')), (rights.id('club'), rights.id('neighbour'));
SELECT rights.keep('membership_of_client', 'organisation_member', NULL, 'client_id = ' || rights.id('client')),
       rights.keep_event('event_of_agent', 'agent', 'agent'),
       rights.keep('a_permission', 'permission', NULL, 'name = ''ticket_get'''),
       rights.keep('a_role', 'role', NULL, 'name = ''admin'''),
       rights.keep('a_rule', 'rule', NULL, 'name = ''ticket_not_found'''),
       rights.keep('database_roles', 'database_role', NULL, 'true'),
       rights.keep('idempotency_keys', 'idempotency_key', NULL, 'true'),
       rights.keep('secrets', 'secret', NULL, 'true');

-- What they ask for. Made anew after each call that has changed some of it.
CREATE FUNCTION rights.renew()
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_gone text;
BEGIN
    PERFORM rights.make('agent_of_b', 'agent', '{"name": "Bob", "email": "b#@desk.example", "role": "agent"}'),
            rights.make('spare_agent', 'agent', '{"name": "Sam", "email": "sam#@desk.example", "role": "agent"}'),
            rights.make('spare_admin', 'agent', '{"name": "Sol", "email": "sol#@desk.example", "role": "admin"}'),
            rights.make('spare_client', 'client', '{"name": "Cy", "email": "cy#@client.example"}'),
            rights.make('member_of_club', 'client', '{"name": "Kim", "email": "kim#@client.example"}'),
            rights.make('spare_team', 'team', '{"name": "Spare #"}'),
            rights.make('spare_organisation', 'organisation', '{"name": "Spare #"}'),
            rights.make('spare_service', 'service', '{"name": "Spare #", "role": "monitor"}'),
            rights.make_gone('spare_agent_gone', 'agent', '{"name": "Gus", "email": "gus#@desk.example", "role": "agent"}'),
            rights.make_gone('spare_client_gone', 'client', '{"name": "Gil", "email": "gil#@client.example"}'),
            rights.make_gone('spare_team_gone', 'team', '{"name": "Gone #"}'),
            rights.make_gone('spare_organisation_gone', 'organisation', '{"name": "Gone #"}'),
            rights.make_gone('spare_service_gone', 'service', '{"name": "Gone #", "role": "monitor"}');
    DELETE FROM desk.team_member AS m WHERE m.team_id = rights.id('team_b') AND m.agent_id = rights.id('agent');
    INSERT INTO desk.team_member (team_id, agent_id) VALUES (rights.id('team_b'), rights.id('agent_of_b'));
    INSERT INTO desk.organisation_member (organisation_id, client_id)
    VALUES (rights.id('club'), rights.id('member_of_club'));
    PERFORM rights.keep(
                'member_of_b', 'team_member', NULL, 'agent_id = ' || rights.id('agent_of_b'),
                jsonb_build_object('team_id', rights.id('team_b'), 'agent_id', rights.id('spare_agent'))
            ),
            rights.keep(
                'membership_in_club', 'organisation_member', NULL, 'client_id = ' || rights.id('member_of_club'),
                jsonb_build_object('organisation_id', rights.id('club'), 'client_id', rights.id('spare_client'))
            ),
            rights.make(
                'spare_token', 'api_token',
                jsonb_build_object('agent_id', rights.id('spare_agent'), 'name', 'Spare',
                                   'token_hash', '\x' || encode(sha256(uuid_send(gen_random_uuid())), 'hex'))
            ),
            rights.make(
                'spare_identity', 'identity',
                jsonb_build_object('issuer', 'https://id.example', 'subject', '#', 'agent_id', rights.id('spare_agent'))
            );
    INSERT INTO desk.token_use (token_id) VALUES (rights.id('spare_token'));
    PERFORM rights.keep('use_of_spare_token', 'token_use', NULL, 'token_id = ' || rights.id('spare_token'));

    FOREACH v_gone IN ARRAY ARRAY['', '_gone'] LOOP
        PERFORM rights.make('ticket_a' || v_gone, 'ticket', jsonb_build_object(
                    'subject', 'Smoke', 'client_id', rights.id('client'),
                    'team_id', rights.id('team_a'), 'agent_id', rights.id('agent')
                )),
                rights.make('ticket_b' || v_gone, 'ticket', jsonb_build_object(
                    'subject', 'Smoke', 'client_id', rights.id('stranger'),
                    'team_id', rights.id('team_b'), 'agent_id', rights.id('other')
                )),
                rights.make('ticket_open' || v_gone, 'ticket', jsonb_build_object(
                    'subject', 'Smoke', 'client_id', rights.id('neighbour')
                ));
    END LOOP;
    FOREACH v_gone IN ARRAY ARRAY['', '_gone'] LOOP
        PERFORM rights.make('comment_agent' || v_gone, 'comment', jsonb_build_object(
                    'ticket_id', rights.id('ticket_a'), 'author_agent_id', rights.id('agent'), 'body', 'Yes'
                )),
                rights.make('comment_client' || v_gone, 'comment', jsonb_build_object(
                    'ticket_id', rights.id('ticket_a'), 'author_client_id', rights.id('client'), 'body', 'No'
                )),
                rights.make('comment_internal' || v_gone, 'comment', jsonb_build_object(
                    'ticket_id', rights.id('ticket_a'), 'author_agent_id', rights.id('agent'), 'body', 'Hm',
                    'visibility', 'internal'
                )),
                rights.make('comment_b' || v_gone, 'comment', jsonb_build_object(
                    'ticket_id', rights.id('ticket_b'), 'author_agent_id', rights.id('other'), 'body', 'Oh'
                ));
    END LOOP;
    UPDATE desk.comment AS c
       SET deleted_at = now()
     WHERE c.id IN (SELECT o.id FROM rights.object AS o WHERE o.name ~ '^comment_.*_gone$');
    UPDATE desk.ticket AS t
       SET deleted_at = now()
     WHERE t.id IN (SELECT o.id FROM rights.object AS o WHERE o.name ~ '^ticket_.*_gone$');
    PERFORM rights.keep_event('event_of_ticket_a', 'ticket', 'ticket_a'),
            rights.keep_event('event_of_ticket_b', 'ticket', 'ticket_b'),
            rights.keep_event('event_of_comment_client', 'comment', 'comment_client'),
            rights.keep_event('event_of_comment_internal', 'comment', 'comment_internal'),
            rights.keep_event('event_of_comment_client_gone', 'comment', 'comment_client_gone');
END;
$$;

-- A public function that asks for no permission and forgets every condition: row security is all that holds it.
CREATE FUNCTION rights.careless(statement text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_count bigint;
BEGIN
    EXECUTE careless.statement;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END;
$$;
ALTER FUNCTION rights.careless(text) OWNER TO ticketfirst_api;

SELECT rights.renew();
