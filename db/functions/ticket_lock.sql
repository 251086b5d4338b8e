-- Deploy ticketfirst:functions/ticket_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the ticket that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 ticket_not_found; TF403 permission_missing, scope_missing, ticket_not_own; TF412 ticket_version_stale.
-- Tables: locks desk.ticket.
DECLARE
    v_ticket desk.ticket;
    v_may CONSTANT boolean := internal.permission_holds(ticket_lock.actor, ticket_lock.permission);
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF v_may THEN
        SELECT t.*
          INTO v_ticket
          FROM desk.ticket AS t
         WHERE t.id = ticket_lock.id
           AND (t.deleted_at IS NULL OR ticket_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.ticket AS t
          WHERE t.id = ticket_lock.id AND (t.deleted_at IS NULL OR ticket_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(ticket_lock.actor, ticket_lock.permission);
            RAISE EXCEPTION 'ticket % is another client''s', ticket_lock.id
                USING ERRCODE = 'TF403', CONSTRAINT = 'ticket_not_own', COLUMN = 'id';
        END IF;
        PERFORM internal.ticket_conceal(ticket_lock.id, rounds => CASE WHEN v_may THEN 2 ELSE 1 END);
        RAISE EXCEPTION 'ticket % does not exist', ticket_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'ticket_not_found', COLUMN = 'id';
    END IF;
    IF ticket_lock.if_version <> v_ticket.version THEN
        RAISE EXCEPTION 'ticket % has version %, not %', ticket_lock.id, v_ticket.version, ticket_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'ticket_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_ticket;
END;
$$;

COMMENT ON FUNCTION internal.ticket_lock(bigint, integer, internal.actor, text, boolean) IS
'The ticket, locked for writing. Raises TF404 ticket_not_found; TF403 permission_missing, scope_missing, ticket_not_own; TF412 ticket_version_stale.';
GRANT EXECUTE ON FUNCTION internal.ticket_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
