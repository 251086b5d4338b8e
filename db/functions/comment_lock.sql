-- Deploy ticketfirst:functions/comment_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.comment_lock(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: finds the comment that is to be written, and locks it; its ticket is live.
--          As the invoker: under the caller's policies.
-- Parameters: if_version: the version the caller saw, NULL: any; deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 comment_not_found; TF412 comment_version_stale.
-- Tables: locks desk.comment, reads desk.ticket.
DECLARE
    v_comment desk.comment;
BEGIN
    SELECT t.*
      INTO v_comment
      FROM desk.comment AS t
     WHERE t.id = comment_lock.id
       AND (t.deleted_at IS NULL OR comment_lock.deleted)
       FOR NO KEY UPDATE;
    IF FOUND THEN
        -- Not joined above: after waiting for a move, PostgreSQL would look at the ticket that the comment has left.
        PERFORM FROM desk.ticket AS k WHERE k.id = v_comment.ticket_id AND k.deleted_at IS NULL;
    END IF;
    IF NOT FOUND THEN
        PERFORM internal.actor_role(); -- nobody is told that first: a policy is asked only where there is a row
        RAISE EXCEPTION 'comment % does not exist', comment_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'comment_not_found', COLUMN = 'id';
    ELSIF comment_lock.if_version <> v_comment.version THEN
        RAISE EXCEPTION 'comment % has version %, not %', comment_lock.id, v_comment.version, comment_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'comment_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_comment;
END;
$$;

COMMENT ON FUNCTION internal.comment_lock(bigint, integer, boolean) IS
'The comment, locked for writing. Raises TF404 comment_not_found; TF412 comment_version_stale.';
GRANT EXECUTE ON FUNCTION internal.comment_lock(bigint, integer, boolean) TO ticketfirst_api;

COMMIT;
