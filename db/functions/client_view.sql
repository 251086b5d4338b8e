-- Deploy ticketfirst:functions/client_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.client_view(source desk.client)
RETURNS api.client
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).name,
        (source).email,
        (source).active,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.client
);

COMMENT ON FUNCTION internal.client_view(desk.client) IS
'A row of desk.client as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.client_view(desk.client) TO ticketfirst_api;

COMMIT;
