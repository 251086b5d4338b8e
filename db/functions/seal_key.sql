-- Deploy ticketfirst:functions/seal_key to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- IMMUTABLE, so that a plan that is kept has the key in it: reading the table would cost as much again as the rest of the
-- check. A key that is changed is met by sessions that begin afterwards. The backend is the same as long as its plans are.
CREATE OR REPLACE FUNCTION internal.seal_key()
RETURNS bytea
LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the key of the seal in this backend, for internal.seal alone.
-- Returns: 32 bytes, and the backend's process id, 4 bytes.
-- Tables: reads desk.secret.
BEGIN
    RETURN (SELECT s.value || int4send(pg_backend_pid()) FROM desk.secret AS s WHERE s.name = 'seal');
END;
$$;

COMMENT ON FUNCTION internal.seal_key() IS 'The key of the seal in this backend. The owner''s alone.';

COMMIT;
