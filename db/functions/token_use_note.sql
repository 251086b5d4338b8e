-- Deploy ticketfirst:functions/token_use_note to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.token_use_note(token_id bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: notes that a token was used now, unless somebody else is noting it at this moment: nobody waits for that. Not in
--          a transaction that must not write.
-- Tables: writes desk.token_use.
BEGIN
    IF current_setting('transaction_read_only')::boolean
        OR NOT pg_try_advisory_xact_lock(hashtextextended('ticketfirst.token_use', token_use_note.token_id)) THEN
        RETURN;
    END IF;
    INSERT INTO desk.token_use AS u (token_id)
    VALUES (token_use_note.token_id)
    ON CONFLICT ON CONSTRAINT token_use_pkey DO UPDATE SET last_used_at = excluded.last_used_at;
END;
$$;

COMMENT ON FUNCTION internal.token_use_note(bigint) IS
'Notes that a token was used now, without waiting for anybody.';

COMMIT;
