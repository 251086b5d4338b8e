-- Deploy ticketfirst:functions/comment_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_delete(id bigint, if_version integer DEFAULT NULL)
RETURNS api.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes a comment softly: it leaves every list and read, and can be restored.
-- Parameters: if_version: the version the caller saw.
-- Returns: the comment as it was deleted.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 comment_not_found; TF412 comment_version_stale.
-- Tables: writes desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_comment desk.comment;
BEGIN
    v_comment := internal.comment_lock(comment_delete.id, comment_delete.if_version, v_actor, 'comment_delete');
    UPDATE desk.comment AS t
       SET deleted_at = internal.clock()
     WHERE t.id = comment_delete.id
    RETURNING t.* INTO v_comment;
    RETURN internal.comment_view(v_comment);
END;
$$;

COMMENT ON FUNCTION api.comment_delete(bigint, integer) IS
'Deletes a comment softly, and returns it as it was deleted. Raises TF403 permission_missing, scope_missing; TF404 comment_not_found; TF412 comment_version_stale.';
GRANT EXECUTE ON FUNCTION api.comment_delete(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
