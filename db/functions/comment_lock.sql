-- Deploy ticketfirst:functions/comment_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.comment_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the comment that is to be written, and locks it; its ticket is live. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 comment_not_found; TF403 permission_missing, scope_missing, comment_not_own; TF412 comment_version_stale.
-- Tables: locks desk.comment, reads desk.ticket.
DECLARE
    v_comment desk.comment;
    v_may CONSTANT boolean := internal.permission_holds(comment_lock.actor, comment_lock.permission);
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF v_may THEN
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
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.comment AS t
           JOIN desk.ticket AS k ON k.id = t.ticket_id AND k.deleted_at IS NULL
          WHERE t.id = comment_lock.id AND (t.deleted_at IS NULL OR comment_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(comment_lock.actor, comment_lock.permission);
            RAISE EXCEPTION 'comment % is another''s', comment_lock.id
                USING ERRCODE = 'TF403', CONSTRAINT = 'comment_not_own', COLUMN = 'id';
        END IF;
        PERFORM internal.comment_conceal(comment_lock.id, comment_lock.actor, rounds => CASE WHEN v_may THEN 2 ELSE 1 END);
        RAISE EXCEPTION 'comment % does not exist', comment_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'comment_not_found', COLUMN = 'id';
    END IF;
    IF comment_lock.if_version <> v_comment.version THEN
        RAISE EXCEPTION 'comment % has version %, not %', comment_lock.id, v_comment.version, comment_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'comment_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_comment;
END;
$$;

COMMENT ON FUNCTION internal.comment_lock(bigint, integer, internal.actor, text, boolean) IS
'The comment, locked for writing. Raises TF404 comment_not_found; TF403 permission_missing, scope_missing, comment_not_own; TF412 comment_version_stale.';
GRANT EXECUTE ON FUNCTION internal.comment_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
