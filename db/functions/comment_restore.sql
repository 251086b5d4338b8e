-- Deploy ticketfirst:functions/comment_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted comment; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the comment.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 comment_not_found; TF412 comment_version_stale.
-- Tables: writes desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_comment desk.comment;
BEGIN
    -- Of a deleted one those alone know who may restore or list it.
    v_comment := internal.comment_lock(
        comment_restore.id, comment_restore.if_version, v_actor, 'comment_restore',
        deleted => internal.actor_may('comment_restore', 'deleted_list')
    );
    IF v_comment.deleted_at IS NOT NULL THEN
        UPDATE desk.comment AS t
           SET deleted_at = NULL
         WHERE t.id = comment_restore.id
        RETURNING t.* INTO v_comment;
    END IF;
    RETURN internal.comment_view(v_comment);
END;
$$;

COMMENT ON FUNCTION api.comment_restore(bigint, integer) IS
'Restores a deleted comment, and returns it. Raises TF403 permission_missing, scope_missing; TF404 comment_not_found; TF412 comment_version_stale.';
GRANT EXECUTE ON FUNCTION api.comment_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
