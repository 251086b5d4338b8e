-- Deploy ticketfirst:functions/comment_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_update(id bigint, changes jsonb, if_version integer DEFAULT NULL)
RETURNS api.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: edits a comment; what it said stays in the journal.
-- Parameters: changes: a merge patch with body, visibility (null: public), or both; if_version: the version the caller saw.
-- Returns: the comment.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 comment_not_found; TF412 comment_version_stale; TF422 changes_not_object, changes_field_unknown,
--         changes_field_type; 23502 comment_body_not_null; 23514 comment_body_length, comment_client_public,
--         comment_visibility_known.
-- Tables: writes desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_old desk.comment;
    v_new desk.comment;
BEGIN
    PERFORM internal.changes_require(comment_update.changes, '{"body": "string", "visibility": "string"}');
    v_old := internal.comment_lock(comment_update.id, comment_update.if_version, v_actor, 'comment_update');
    v_new := v_old;
    IF comment_update.changes ? 'body' THEN
        v_new.body := internal.text_trim(comment_update.changes ->> 'body');
    END IF;
    IF comment_update.changes ? 'visibility' THEN
        v_new.visibility := coalesce(comment_update.changes ->> 'visibility', 'public');
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.comment AS t
           SET body = v_new.body,
               visibility = v_new.visibility
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.comment_view(v_new);
END;
$$;

COMMENT ON FUNCTION api.comment_update(bigint, jsonb, integer) IS
'Edits body and visibility of a comment by a merge patch, and returns it. Raises TF403 permission_missing, scope_missing; TF404 comment_not_found; TF412 comment_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type; 23502 on body; 23514 comment_body_length, comment_client_public, comment_visibility_known.';
GRANT EXECUTE ON FUNCTION api.comment_update(bigint, jsonb, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
