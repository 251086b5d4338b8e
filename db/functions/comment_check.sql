-- Deploy ticketfirst:functions/comment_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.comment_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the author of a comment is live when it is written, and a client writes in public. That constraint is asked
--          here already, before the policies: they would refuse the row without saying why.
-- Returns: the row.
-- Raises: 23514 comment_client_public; TF422 comment_author_not_found.
-- Tables: locks desk.agent, desk.client.
BEGIN
    IF NEW.author_client_id IS NOT NULL AND NEW.visibility <> 'public' THEN
        RAISE EXCEPTION 'what a client writes is public'
            USING ERRCODE = '23514', CONSTRAINT = 'comment_client_public', SCHEMA = 'desk', TABLE = 'comment';
    END IF;

    -- Of a row that is new, OLD is all NULL.
    IF NEW.author_agent_id IS DISTINCT FROM OLD.author_agent_id AND NEW.author_agent_id IS NOT NULL THEN
        PERFORM FROM desk.agent AS a WHERE a.id = NEW.author_agent_id AND a.deleted_at IS NULL FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'agent % does not exist', NEW.author_agent_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'comment_author_not_found', COLUMN = 'author_agent_id';
        END IF;
    END IF;

    IF NEW.author_client_id IS DISTINCT FROM OLD.author_client_id AND NEW.author_client_id IS NOT NULL THEN
        PERFORM FROM desk.client AS c WHERE c.id = NEW.author_client_id AND c.deleted_at IS NULL FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'client % does not exist', NEW.author_client_id
                USING ERRCODE = 'TF422', CONSTRAINT = 'comment_author_not_found', COLUMN = 'author_client_id';
        END IF;
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.comment_check() IS
'Trigger, before insert or update of a comment. Raises 23514 comment_client_public; TF422 comment_author_not_found.';

COMMIT;
