-- Deploy ticketfirst:functions/ticket_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_lock(id bigint, if_version integer, deleted boolean DEFAULT false)
RETURNS desk.ticket
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: finds the ticket that is to be written, and locks it.
--          As the invoker: under the caller's policies.
-- Parameters: if_version: the version the caller saw, NULL: any; deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 ticket_not_found; TF412 ticket_version_stale.
-- Tables: locks desk.ticket.
DECLARE
    v_ticket desk.ticket;
BEGIN
    SELECT t.*
      INTO v_ticket
      FROM desk.ticket AS t
     WHERE t.id = ticket_lock.id
       AND (t.deleted_at IS NULL OR ticket_lock.deleted)
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM internal.actor_role(); -- nobody is told that first: a policy is asked only where there is a row
        RAISE EXCEPTION 'ticket % does not exist', ticket_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'ticket_not_found', COLUMN = 'id';
    ELSIF ticket_lock.if_version <> v_ticket.version THEN
        RAISE EXCEPTION 'ticket % has version %, not %', ticket_lock.id, v_ticket.version, ticket_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'ticket_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_ticket;
END;
$$;

COMMENT ON FUNCTION internal.ticket_lock(bigint, integer, boolean) IS
'The ticket, locked for writing. Raises TF404 ticket_not_found; TF412 ticket_version_stale.';
GRANT EXECUTE ON FUNCTION internal.ticket_lock(bigint, integer, boolean) TO ticketfirst_api;

COMMIT;
