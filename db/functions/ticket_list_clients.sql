-- Deploy ticketfirst:functions/ticket_list_clients to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.ticket_list_clients(actor internal.actor, client_id bigint)
RETURNS bigint []
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the clients that a list looks for. One whose tickets the caller, a client, does not see is left out: looking through
--          them, for the policies to hide each, would take time that tells of them. A client to whom permissions show more than
--          its own looks for any.
-- Parameters: actor: the caller; client_id: of this client, NULL: of all that are the caller's, who is a client.
-- Returns: ids of clients.
-- Tables: none, but what internal.actor_client_ids reads.
DECLARE
    v_ids CONSTANT bigint [] := CASE WHEN (ticket_list_clients.actor).client_id IS NOT NULL THEN internal.actor_client_ids() END;
BEGIN
    IF (ticket_list_clients.actor).client_id IS NULL THEN
        RETURN ARRAY[ticket_list_clients.client_id];
    ELSIF ticket_list_clients.client_id IS NULL THEN
        RETURN v_ids;
    ELSIF ticket_list_clients.client_id = ANY (v_ids)
        OR 'see_all_tickets' = ANY ((ticket_list_clients.actor).sights)
        OR (ticket_list_clients.actor).team_keys <> '{}' THEN
        RETURN ARRAY[ticket_list_clients.client_id];
    END IF;
    RETURN cast('{}' AS bigint []);
END;
$$;

COMMENT ON FUNCTION internal.ticket_list_clients(internal.actor, bigint) IS
'The clients whose tickets a list by client has for the caller.';
GRANT EXECUTE ON FUNCTION internal.ticket_list_clients(internal.actor, bigint) TO ticketfirst_api;

COMMIT;
