-- Deploy ticketfirst:functions/identity_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.identity_view(source desk.identity)
RETURNS api.identity
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).issuer,
        (source).subject,
        (source).agent_id,
        (source).client_id,
        (source).service_id,
        (source).created_at
    ) AS api.identity
);

COMMENT ON FUNCTION internal.identity_view(desk.identity) IS
'A row of desk.identity as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.identity_view(desk.identity) TO ticketfirst_api;

COMMIT;
