-- Deploy ticketfirst:functions/client_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.client_require(client_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a ticket's client is one that the caller sees; of others it is not told whether they are there. As the invoker:
--          under the caller's policies.
-- Parameters: client_id: the client; NULL is left to the column.
-- Raises: TF422 ticket_client_not_found.
-- Tables: reads desk.client.
BEGIN
    IF client_require.client_id IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM desk.client AS c WHERE c.id = client_require.client_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'client % does not exist', client_require.client_id
            USING ERRCODE = 'TF422', CONSTRAINT = 'ticket_client_not_found', COLUMN = 'client_id';
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.client_require(bigint) IS
'Raises TF422 ticket_client_not_found unless the caller sees the client.';
GRANT EXECUTE ON FUNCTION internal.client_require(bigint) TO ticketfirst_api;

COMMIT;
