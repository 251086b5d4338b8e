-- Deploy ticketfirst:functions/health to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.health()
RETURNS api.health
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: that the database answers and the plan is deployed, for whoever asks.
-- Returns: ok, PostgreSQL's version, the server's own clock.
-- Tables: none.
BEGIN
    RETURN ('ok'::text, current_setting('server_version'), now());
END;
$$;

COMMENT ON FUNCTION api.health() IS
'Answers ok, with PostgreSQL''s version and the server''s own clock. Needs no actor.';
GRANT EXECUTE ON FUNCTION api.health() TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
