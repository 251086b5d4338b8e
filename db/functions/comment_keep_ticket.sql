-- Deploy ticketfirst:functions/comment_keep_ticket to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.comment_keep_ticket()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: keeps comment_count and last_comment_at of the ticket, and refuses what a comment may not do to a ticket.
--          A new comment is added to what the ticket has. Else the ticket is locked before it is counted, so that both are
--          right under concurrency; of two tickets the lower id first, so that two moves in opposite directions do not
--          deadlock.
-- Returns: NULL, which an AFTER trigger ignores.
-- Raises: TF409 ticket_deleted; TF422 comment_client_own_ticket.
-- Tables: locks and updates desk.ticket, reads desk.comment.
DECLARE
    v_ticket desk.ticket;
    v_old_live boolean;
    v_new_live boolean;
    v_gain integer;
BEGIN
    -- What nearly always happens, in one statement.
    IF TG_OP = 'INSERT' AND NEW.deleted_at IS NULL THEN
        UPDATE desk.ticket AS t
           SET comment_count = t.comment_count + 1,
               last_comment_at = greatest(t.last_comment_at, NEW.created_at)
         WHERE t.id = NEW.ticket_id
           AND t.deleted_at IS NULL
           AND (NEW.author_client_id IS NULL OR NEW.author_client_id = t.client_id);
        IF FOUND THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;

    v_old_live := TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL;
    v_new_live := TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL;
    FOR v_ticket IN
        SELECT t.*
          FROM desk.ticket AS t
         WHERE t.id IN (OLD.ticket_id, NEW.ticket_id)
         ORDER BY t.id
           FOR NO KEY UPDATE
    LOOP
        IF v_ticket.deleted_at IS NOT NULL THEN
            RAISE EXCEPTION 'ticket % is deleted: it can only be restored', v_ticket.id
                USING ERRCODE = 'TF409', CONSTRAINT = 'ticket_deleted', COLUMN = 'ticket_id';
        END IF;
        IF TG_OP <> 'DELETE' AND v_ticket.id = NEW.ticket_id AND NEW.author_client_id <> v_ticket.client_id
            AND (TG_OP = 'INSERT' OR NEW.ticket_id <> OLD.ticket_id
                 OR NEW.author_client_id IS DISTINCT FROM OLD.author_client_id) THEN
            RAISE EXCEPTION 'ticket % is not a ticket of client %', v_ticket.id, NEW.author_client_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'comment_client_own_ticket', COLUMN = 'ticket_id';
        END IF;

        v_gain := CASE WHEN v_new_live AND NEW.ticket_id = v_ticket.id THEN 1 ELSE 0 END
                - CASE WHEN v_old_live AND OLD.ticket_id = v_ticket.id THEN 1 ELSE 0 END;
        IF v_gain <> 0 OR (v_new_live AND NEW.created_at <> OLD.created_at) THEN
            UPDATE desk.ticket AS t
               SET comment_count = t.comment_count + v_gain,
                   last_comment_at = (
                       SELECT max(c.created_at)
                         FROM desk.comment AS c
                        WHERE c.ticket_id = v_ticket.id
                          AND c.deleted_at IS NULL
                   )
             WHERE t.id = v_ticket.id;
        END IF;
    END LOOP;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION internal.comment_keep_ticket() IS
'Trigger, after insert, update or delete of a comment: keeps its ticket''s comment_count and last_comment_at. Raises TF409 ticket_deleted; TF422 comment_client_own_ticket.';

COMMIT;
