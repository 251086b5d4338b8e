-- Deploy ticketfirst:functions/journal_write to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.journal_write()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
-- Purpose: adds one event for one changed row, in the same transaction; none where nothing changed.
-- Returns: NULL, which an AFTER trigger ignores.
-- Tables: appends to desk.event.
DECLARE
    v_old CONSTANT jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    v_new CONSTANT jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    v_row CONSTANT jsonb := CASE WHEN TG_OP = 'DELETE' THEN v_old ELSE v_new END;
    v_actor CONSTANT internal.actor := internal.actor();
    v_changes jsonb;
BEGIN
    SELECT jsonb_object_agg(k.key, jsonb_build_object('from', v_old -> k.key, 'to', v_new -> k.key))
      INTO v_changes
      FROM jsonb_object_keys(v_row - '{id,version,updated_at,name_key,email_key,subject_key}'::text[]) AS k (key)
     WHERE coalesce(v_old -> k.key, 'null') <> coalesce(v_new -> k.key, 'null');
    IF v_changes IS NULL THEN
        RETURN NULL;
    END IF;

    INSERT INTO desk.event (
        entity, entity_id, ticket_id, former_ticket_id, action, version, changes, visibility,
        actor_agent_id, actor_client_id, actor_service_id, by_agent_id, by_service_id, database_role, request_id, happened_at
    )
    VALUES (
        TG_TABLE_NAME,
        cast(coalesce(v_row ->> 'id', v_row ->> 'team_id', v_row ->> 'organisation_id') AS bigint),
        cast(CASE TG_TABLE_NAME WHEN 'ticket' THEN v_row ->> 'id' ELSE v_row ->> 'ticket_id' END AS bigint),
        cast(CASE TG_OP WHEN 'UPDATE' THEN v_changes #>> '{ticket_id,from}' END AS bigint),
        CASE
            WHEN TG_OP = 'INSERT' THEN 'create'
            WHEN TG_OP = 'DELETE' THEN 'purge'
            WHEN NOT v_changes ? 'deleted_at' OR v_old ->> 'deleted_at' <> v_new ->> 'deleted_at' THEN 'update'
            WHEN v_new ->> 'deleted_at' IS NULL THEN 'restore'
            ELSE 'delete'
        END,
        cast(coalesce(v_row ->> 'version', '1') AS integer),
        v_changes,
        internal.event_visibility(TG_TABLE_NAME, v_old, v_new, v_changes),
        v_actor.agent_id,
        v_actor.client_id,
        v_actor.service_id,
        v_actor.by_agent_id,
        v_actor.by_service_id,
        session_user,
        CASE session_user WHEN 'ticketfirst_gateway' THEN nullif(current_setting('ticketfirst.request_id', true), '') END,
        CASE TG_OP WHEN 'DELETE' THEN internal.clock() ELSE cast(coalesce(v_row ->> 'updated_at', v_row ->> 'created_at') AS timestamptz) END
    );
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION internal.journal_write() IS
'Trigger, after insert, update or delete: adds one row to desk.event with the changed columns, the actor and the request.';

COMMIT;
