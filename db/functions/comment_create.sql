-- Deploy ticketfirst:functions/comment_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.comment_create(
    ticket_id bigint,
    body text,
    visibility text DEFAULT 'public',
    author_agent_id bigint DEFAULT NULL,
    author_client_id bigint DEFAULT NULL
)
RETURNS api.comment
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: comments on a ticket.
-- Parameters: body: 1 to 65,536 characters after trimming; visibility: public (also NULL) or internal;
--             author_agent_id, author_client_id: who says it, the caller where both are NULL; others with permission comment_author.
-- Returns: the comment.
-- Raises: TF404 ticket_not_found; TF403 permission_missing, scope_missing, ticket_not_own; TF422 comment_author_required, comment_author_not_found,
--         comment_client_own_ticket; 23502 on body; 23514 comment_author_one, comment_body_length,
--         comment_client_public, comment_visibility_known.
-- Tables: reads desk.ticket, writes desk.comment.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_author_agent_id bigint := comment_create.author_agent_id;
    v_author_client_id bigint := comment_create.author_client_id;
    v_ticket_client_id bigint;
    v_comment desk.comment;
BEGIN
    SELECT k.client_id
      INTO v_ticket_client_id
      FROM desk.ticket AS k
     WHERE k.id = comment_create.ticket_id
       AND k.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM internal.ticket_conceal(comment_create.ticket_id);
        RAISE EXCEPTION 'ticket % does not exist', comment_create.ticket_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'ticket_not_found', COLUMN = 'ticket_id';
    END IF;

    PERFORM internal.permission_require(v_actor, 'comment_create');
    IF v_ticket_client_id <> v_actor.client_id THEN
        RAISE EXCEPTION 'ticket % is another client''s', comment_create.ticket_id
            USING ERRCODE = 'TF403', CONSTRAINT = 'ticket_not_own', COLUMN = 'ticket_id';
    END IF;

    -- As the constraint says: row security looks first, and would only say that the comment cannot be seen.
    IF v_actor.client_id IS NOT NULL AND comment_create.visibility <> 'public' THEN
        RAISE EXCEPTION 'a client writes only public comments'
            USING ERRCODE = '23514', CONSTRAINT = 'comment_client_public';
    END IF;

    IF num_nonnulls(v_author_agent_id, v_author_client_id) = 0 THEN
        v_author_agent_id := v_actor.agent_id;
        v_author_client_id := v_actor.client_id;
        IF num_nonnulls(v_author_agent_id, v_author_client_id) = 0 THEN
            RAISE EXCEPTION 'the caller is no agent and no client: name the author of the comment'
                USING ERRCODE = 'TF422', CONSTRAINT = 'comment_author_required', COLUMN = 'author_agent_id';
        END IF;
    ELSIF v_author_client_id IS DISTINCT FROM v_actor.client_id THEN
        PERFORM internal.permission_require(v_actor, 'comment_author', 'author_client_id');
    ELSIF v_author_agent_id IS DISTINCT FROM v_actor.agent_id THEN
        PERFORM internal.permission_require(v_actor, 'comment_author', 'author_agent_id');
    END IF;

    INSERT INTO desk.comment AS t (ticket_id, author_agent_id, author_client_id, body, visibility)
    VALUES (
        comment_create.ticket_id,
        v_author_agent_id,
        v_author_client_id,
        internal.text_trim(comment_create.body),
        coalesce(comment_create.visibility, 'public')
    )
    RETURNING t.* INTO v_comment;
    RETURN internal.comment_view(v_comment);
END;
$$;

COMMENT ON FUNCTION api.comment_create(bigint, text, text, bigint, bigint) IS
'Comments on a live ticket, and returns the comment. Raises TF404 ticket_not_found; TF403 permission_missing, scope_missing, ticket_not_own; TF422 comment_author_required, comment_author_not_found, comment_client_own_ticket; 23502 on body; 23514 comment_author_one, comment_body_length, comment_client_public, comment_visibility_known.';
GRANT EXECUTE ON FUNCTION api.comment_create(bigint, text, text, bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
