-- Deploy ticketfirst:functions/comment_move to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_move(id bigint, ticket_id bigint, if_version integer DEFAULT NULL)
RETURNS api.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: moves a comment to another ticket.
-- Parameters: ticket_id: the ticket it stands on from now on, live; if_version: the version the caller saw.
-- Returns: the comment.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 comment_not_found; TF412 comment_version_stale; TF422 comment_ticket_not_found, comment_client_own_ticket.
-- Tables: reads desk.ticket, writes desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_comment desk.comment;
BEGIN
    PERFORM FROM desk.ticket AS k WHERE k.id = comment_move.ticket_id AND k.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM internal.ticket_conceal(comment_move.ticket_id);
        RAISE EXCEPTION 'ticket % does not exist', comment_move.ticket_id
            USING ERRCODE = 'TF422', CONSTRAINT = 'comment_ticket_not_found', COLUMN = 'ticket_id';
    END IF;
    v_comment := internal.comment_lock(comment_move.id, comment_move.if_version, v_actor, 'comment_move');
    IF v_comment.ticket_id <> comment_move.ticket_id THEN
        UPDATE desk.comment AS t
           SET ticket_id = comment_move.ticket_id
         WHERE t.id = comment_move.id
        RETURNING t.* INTO v_comment;
    END IF;
    RETURN internal.comment_view(v_comment);
END;
$$;

COMMENT ON FUNCTION api.comment_move(bigint, bigint, integer) IS
'Moves a comment to another live ticket, and returns it. Raises TF403 permission_missing, scope_missing; TF404 comment_not_found; TF412 comment_version_stale; TF422 comment_ticket_not_found, comment_client_own_ticket.';
GRANT EXECUTE ON FUNCTION api.comment_move(bigint, bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
