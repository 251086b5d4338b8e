-- Deploy ticketfirst:functions/ticket_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.ticket_update(id bigint, changes jsonb, if_version integer DEFAULT NULL)
RETURNS api.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: changes what a ticket says. Its agent and client have functions of their own.
-- Parameters: changes: a merge patch with subject, description (null: empty), or both; if_version: the version the caller saw.
-- Returns: the ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 ticket_not_found; TF412 ticket_version_stale; TF422 changes_not_object, changes_field_unknown,
--         changes_field_type; 23502 ticket_subject_not_null; 23514 ticket_subject_length, ticket_subject_one_line,
--         ticket_description_length.
-- Tables: writes desk.ticket.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_old desk.ticket;
    v_new desk.ticket;
BEGIN
    PERFORM internal.changes_require(ticket_update.changes, '{"subject": "string", "description": "string"}');
    v_old := internal.ticket_lock(ticket_update.id, ticket_update.if_version, v_actor, 'ticket_update');
    v_new := v_old;
    IF ticket_update.changes ? 'subject' THEN
        v_new.subject := internal.text_trim(ticket_update.changes ->> 'subject');
    END IF;
    IF ticket_update.changes ? 'description' THEN
        v_new.description := coalesce(ticket_update.changes ->> 'description', '');
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.ticket AS t
           SET subject = v_new.subject,
               description = v_new.description
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.ticket_view(v_new, v_actor);
END;
$$;

COMMENT ON FUNCTION api.ticket_update(bigint, jsonb, integer) IS
'Changes subject and description of a ticket by a merge patch, and returns it. Raises TF403 permission_missing, scope_missing; TF404 ticket_not_found; TF412 ticket_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type; 23502 on subject; 23514 ticket_subject_length, ticket_subject_one_line, ticket_description_length.';
GRANT EXECUTE ON FUNCTION api.ticket_update(bigint, jsonb, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
