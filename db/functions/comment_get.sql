-- Deploy ticketfirst:functions/comment_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_get(id bigint)
RETURNS api.comment
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live comment of a live ticket.
-- Returns: the comment of a live ticket.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 comment_not_found.
-- Tables: reads desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_comment desk.comment;
BEGIN
    PERFORM internal.permission_require(v_actor, 'comment_get');
    SELECT t.*
      INTO v_comment
      FROM desk.comment AS t
      JOIN desk.ticket AS k ON k.id = t.ticket_id AND k.deleted_at IS NULL
     WHERE t.id = comment_get.id
       AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM internal.comment_conceal(comment_get.id, v_actor);
        RAISE EXCEPTION 'comment % does not exist', comment_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'comment_not_found', COLUMN = 'id';
    END IF;
    RETURN internal.comment_view(v_comment);
END;
$$;

COMMENT ON FUNCTION api.comment_get(bigint) IS
'The live comment of a live ticket with this id. Raises TF403 permission_missing, scope_missing; TF404 comment_not_found.';
GRANT EXECUTE ON FUNCTION api.comment_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
