-- Deploy ticketfirst:functions/service_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.service_view(source desk.service)
RETURNS api.service
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).name,
        (source).role,
        (source).active,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.service
);

COMMENT ON FUNCTION internal.service_view(desk.service) IS
'A row of desk.service as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.service_view(desk.service) TO ticketfirst_api;

COMMIT;
