-- Deploy ticketfirst:functions/token_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.token_view(source desk.api_token)
RETURNS api.token
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).agent_id,
        (source).name,
        (source).expires_at,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.token
);

COMMENT ON FUNCTION internal.token_view(desk.api_token) IS
'A row of desk.api_token as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.token_view(desk.api_token) TO ticketfirst_api;

COMMIT;
