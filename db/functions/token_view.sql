-- Deploy ticketfirst:functions/token_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, in what order. As the invoker: under the caller's policies.
CREATE OR REPLACE FUNCTION internal.token_view(source desk.api_token)
RETURNS api.token
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a token as the public functions show it, with its last use.
-- Tables: reads desk.token_use.
BEGIN
    RETURN (
        (token_view.source).id,
        (token_view.source).agent_id,
        (token_view.source).client_id,
        (token_view.source).service_id,
        (token_view.source).name,
        (token_view.source).scopes,
        (token_view.source).expires_at,
        (SELECT u.last_used_at FROM desk.token_use AS u WHERE u.token_id = (token_view.source).id),
        (token_view.source).version,
        (token_view.source).created_at,
        (token_view.source).updated_at
    );
END;
$$;

COMMENT ON FUNCTION internal.token_view(desk.api_token) IS
'A row of desk.api_token as the public functions show it, with its last use.';
GRANT EXECUTE ON FUNCTION internal.token_view(desk.api_token) TO ticketfirst_api;

COMMIT;
