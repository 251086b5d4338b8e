-- Deploy ticketfirst:functions/journal_write to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.journal_write()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = '' SET timezone = 'UTC'
AS $$
-- Purpose: adds one event for one changed row, in the same transaction; none where nothing changed.
-- Returns: NULL, which an AFTER trigger ignores.
-- Tables: appends to desk.event.
DECLARE
    v_old CONSTANT jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    v_new CONSTANT jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    v_row CONSTANT jsonb := CASE WHEN TG_OP = 'DELETE' THEN v_old ELSE v_new END;
    v_changes jsonb;
BEGIN
    SELECT jsonb_object_agg(k.key, jsonb_build_object('from', v_old -> k.key, 'to', v_new -> k.key))
      INTO v_changes
      FROM jsonb_object_keys(v_row - '{id,version,updated_at,name_key,email_key}'::text[]) AS k (key)
     WHERE coalesce(v_old -> k.key, 'null') <> coalesce(v_new -> k.key, 'null');
    IF v_changes IS NULL THEN
        RETURN NULL;
    END IF;

    INSERT INTO desk.event (
        entity, entity_id, ticket_id, former_ticket_id, action, version, changes,
        actor_agent_id, database_role, request_id, happened_at
    )
    VALUES (
        TG_TABLE_NAME,
        cast(v_row ->> 'id' AS bigint),
        cast(CASE TG_TABLE_NAME WHEN 'ticket' THEN v_row ->> 'id' ELSE v_row ->> 'ticket_id' END AS bigint),
        cast(CASE TG_OP WHEN 'UPDATE' THEN v_changes #>> '{ticket_id,from}' END AS bigint),
        CASE
            WHEN TG_OP = 'INSERT' THEN 'create'
            WHEN TG_OP = 'DELETE' THEN 'purge'
            WHEN NOT v_changes ? 'deleted_at' OR v_old ->> 'deleted_at' <> v_new ->> 'deleted_at' THEN 'update'
            WHEN v_new ->> 'deleted_at' IS NULL THEN 'restore'
            ELSE 'delete'
        END,
        cast(v_row ->> 'version' AS integer),
        v_changes,
        internal.actor_agent_id(),
        session_user,
        CASE session_user WHEN 'ticketfirst_gateway' THEN nullif(current_setting('ticketfirst.request_id', true), '') END,
        CASE TG_OP WHEN 'DELETE' THEN internal.clock() ELSE cast(v_row ->> 'updated_at' AS timestamptz) END
    );
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION internal.journal_write() IS
'Trigger, after insert, update or delete: adds one row to desk.event with the changed columns, the actor and the request.';

COMMIT;
